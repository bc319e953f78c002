/** Why something was not done, said so that the right person can mend it. Part of the public contract. */
export interface Problem {
  who: "crm_admin" | "operator" | "sender";
  /** What is wrong. Names properties and records, never a customer's data. */
  message: string;
  /** What to do. */
  fix: string;
}
