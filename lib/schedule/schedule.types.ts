/** Which page, and how long. */
export interface PageOptions {
  /** The first page is 0, the default. */
  page?: number;
  /** Messages a page; the service gives 10 by default. */
  size?: number;
}
