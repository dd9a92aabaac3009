import { z } from 'zod';
import type { ValueCheck } from '../../schema/transform/column-plan.js';

/** A form that values may have, and what it is called in messages. */
export interface CheckedForm {
  /** To follow `not`: `an email address`. */
  readonly called: string;
  readonly holds: (text: string) => boolean;
}

/** The form of a `check`, which is zod's: https://zod.dev/api?id=string-formats */
export function checkedForm(check: ValueCheck): CheckedForm {
  const [called, schema] = forms[check];
  const form = schema();
  // What `safeParse` does, but for the error that it makes of what is wrong: that takes ten times as long.
  const holds = (text: string): boolean => {
    const outcome = form._zod.run({ value: text, issues: [] }, { async: false });
    return !(outcome instanceof Promise) && outcome.issues.length === 0;
  };
  return { called, holds };
}

const forms: Readonly<Record<ValueCheck, readonly [called: string, schema: () => z.ZodType]>> = {
  email: ['an email address', () => z.email()],
  url: ['a URL', () => z.url()],
  uuid: ['a UUID of a version that RFC 9562 has', () => z.uuid()],
  guid: ['a UUID', () => z.guid()],
  ip: ['an IP address', () => z.union([z.ipv4(), z.ipv6()])],
  ipv4: ['an IPv4 address', () => z.ipv4()],
  ipv6: ['an IPv6 address', () => z.ipv6()],
  cidr: ['a range of IP addresses', () => z.union([z.cidrv4(), z.cidrv6()])],
  hostname: ['the name of a host', () => z.hostname()],
  e164: ['a telephone number such as +14155552671', () => z.e164()],
  date: ['a date such as 2024-12-31', () => z.iso.date()],
  time: ['a time such as 23:59:59', () => z.iso.time()],
  datetime: ['a date and time such as 2024-12-31T23:59:59Z', () => z.iso.datetime({ offset: true, local: true })],
  duration: ['a duration such as P1DT12H', () => z.iso.duration()],
  base64: ['base64', () => z.base64()],
  base64url: ['base64url', () => z.base64url()],
  hex: ['hexadecimal digits', () => z.hex()],
  iban: ['an IBAN', () => z.iban()],
  mac: ['a MAC address', () => z.mac()],
  jwt: ['a JSON Web Token', () => z.jwt()],
  ulid: ['a ULID', () => z.ulid()],
  cuid2: ['a CUID2', () => z.cuid2()],
  nanoid: ['a Nano ID', () => z.nanoid()],
};
