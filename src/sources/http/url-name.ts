/** Whether the name of an input is a URL that is read over the network. */
export function isUrl(name: string): boolean {
  return /^https?:\/\//i.test(name);
}

/** Whether a name begins with a scheme, be it one that is read or not: `s3://`, `ftp://`, `file://`. */
export function isAddress(name: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(name);
}

/**
 * The name of a URL in messages and reject files: without user and password, and without the query, which often holds
 * a signature that is as good as a password.
 */
export function urlName(url: URL): string {
  return `${url.origin}${url.pathname}`;
}
