/**
 * The database did not answer, or would not write. Nothing should be taken as saved: tell the person
 * "not saved, try again". The store mends its connections by itself.
 */
export class StoreUnavailable extends Error {
  override name = "StoreUnavailable";
  /** What whoever runs the bot has to do, where waiting does not help: the disk is full, the file is damaged. */
  readonly fix: string | undefined;

  constructor(message: string, { fix, ...options }: ErrorOptions & { fix?: string | undefined } = {}) {
    super(message, options);
    this.fix = fix;
  }
}

/** The same, met by somebody who only wanted to look: there was nothing to be saved. */
export class LookFailed extends StoreUnavailable {
  override name = "LookFailed";
}
