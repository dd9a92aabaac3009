/**
 * Masks the passwords of database addresses anywhere in a text: in `postgres://user:secret@host/db`, in a
 * `password=` of a URL's query or of a libpq keyword string. User, host and database stay readable.
 */
export function redactUrl(text: string): string {
  return text.replace(userInfo, '$1***@').replace(keyword, '$1***');
}

/**
 * Up to the last `@` of the word, since people forget to encode `@` and `/` in a password: rather a host too many
 * is masked than a half of a password shown. A quote ends the word unless it is escaped, as in a line of JSON.
 */
const userInfo = /(postgres(?:ql)?:\/\/[^\s:@/?#"]*:)(?:\\.|[^\s"\\])*@/gi;

/** A libpq value: single-quoted with backslash escapes, or up to a space or the next parameter. */
const keyword = /(\b(?:pg|ssl)?password\s*=\s*)(?:'(?:[^'\\]|\\.)*'|[^\s&'"]+)/gi;
