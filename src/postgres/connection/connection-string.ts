import { SluiceError } from '../../errors/sluice-error.js';
import type { Keywords } from './keywords.js';

/**
 * Reads a connection string as libpq does: a URL (`postgres://user@host:5432/name?sslmode=require`, also with several
 * hosts, with IPv6, or without any part but the scheme), or keywords (`host=db dbname='my data'`).
 *
 * @param text - The string; it may hold a password, so no message quotes it.
 * @param origin - What it was given as, for messages: `--db` or `DATABASE_URL`.
 * @throws SluiceError USAGE when it is neither.
 */
export function parseConnectionString(text: string, origin: string): Keywords {
  const trimmed = text.trim();
  if (/^postgres(?:ql)?:\/\//.test(trimmed)) return parseUrl(trimmed, origin);
  if (trimmed.includes('=')) return parsePairs(trimmed, origin);
  throw invalid(origin, 'it is neither a postgres:// URL nor a list like "host=… dbname=…"');
}

function parseUrl(text: string, origin: string): Keywords {
  const parts = /^[a-z]+:\/\/(?:([^@/?]*)@)?([^/?]*)(?:\/([^?]*))?(?:\?(.*))?$/s.exec(text);
  if (!parts) throw invalid(origin, 'it is not a well-formed URL');
  const [, credentials = '', hosts, database = '', query = ''] = parts;
  const decode = (part: string): string => decodePercent(part, origin);
  const colon = credentials.indexOf(':');
  const user = colon < 0 ? credentials : credentials.slice(0, colon);
  const password = colon < 0 ? '' : credentials.slice(colon + 1);
  const found = new Map([
    ['user', decode(user)],
    ['password', decode(password)],
    ['dbname', decode(database)],
  ]);
  for (const [keyword, value] of parseHosts(hosts, origin)) found.set(keyword, value);
  for (const [keyword, value] of parseQuery(query, origin)) found.set(keyword, value);
  return withoutEmpty(found);
}

/** `a:1,b,[::1]:3` becomes a list of hosts and one of ports, of the same length. */
function parseHosts(text: string, origin: string): Keywords {
  const hosts: string[] = [];
  const ports: string[] = [];
  for (const part of text.split(',')) {
    const match = /^(?:\[([0-9A-Fa-f:.%]+)\]|([^:[\]]*))(?::(\d*))?$/.exec(part);
    if (!match) throw invalid(origin, 'its host and port are not well-formed');
    hosts.push(decodePercent(match[1] ?? match[2], origin));
    ports.push(match[3] ?? '');
  }
  const some = (list: string[]): string => (list.some((item) => item !== '') ? list.join(',') : '');
  return new Map([
    ['host', some(hosts)],
    ['port', some(ports)],
  ]);
}

function parseQuery(text: string, origin: string): Keywords {
  const found = new Map<string, string>();
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    if (equals < 0) throw invalid(origin, 'one of its parameters has no "="');
    const keyword = decodePercent(pair.slice(0, equals), origin);
    const value = decodePercent(pair.slice(equals + 1), origin);
    if (keyword === 'ssl' && value === 'true') found.set('sslmode', 'require');
    else found.set(keyword, value);
  }
  return found;
}

/** `key = value`, where a value with blanks stands in single quotes, and `\` keeps the next character as it is. */
function parsePairs(text: string, origin: string): Keywords {
  const found = new Map<string, string>();
  const pair = /\s*([A-Za-z_]+)\s*=\s*(?:'((?:[^'\\]|\\.)*)'|((?:[^\s'\\]|\\.)*))(?:\s+|$)/sy;
  while (pair.lastIndex < text.length) {
    const match = pair.exec(text);
    if (!match) throw invalid(origin, 'it is not a well-formed list of keyword=value');
    found.set(match[1], (match[2] ?? match[3]).replace(/\\(.)/gs, '$1'));
  }
  return withoutEmpty(found);
}

function decodePercent(text: string, origin: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalid(origin, 'a "%" in it is not followed by the two digits of a byte');
  }
}

function withoutEmpty(keywords: Keywords): Keywords {
  return new Map([...keywords].filter(([, value]) => value !== ''));
}

function invalid(origin: string, reason: string): SluiceError {
  return new SluiceError('USAGE', `${origin} can't be read: ${reason}.`, {
    hint: 'The form is postgres://user:password@host:5432/database; other characters than letters and digits in the password are written %xx.',
  });
}
