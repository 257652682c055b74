/** What was typed behind `replay send`. */
export type SendFlags = {
  yes?: true;
  inDoubt?: true;
  rate?: number;
  stopAt?: number;
  sourceCount?: number;
};
