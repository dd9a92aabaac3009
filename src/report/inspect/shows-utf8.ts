/**
 * Whether the terminal shows UTF-8, by what the environment says of the locale: `LC_ALL`, else `LC_CTYPE`, else `LANG`;
 * Windows Terminal always does.
 */
export function showsUtf8(env: NodeJS.ProcessEnv): boolean {
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find((value) => value !== undefined && value !== '');
  return env['WT_SESSION'] !== undefined || /utf-?8/i.test(locale ?? '');
}
