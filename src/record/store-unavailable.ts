/**
 * The database did not answer, or would not write. Nothing should be taken as saved: tell the person
 * "not saved, try again". The store mends its connections by itself.
 */
export class StoreUnavailable extends Error {
  override name = "StoreUnavailable";
}
