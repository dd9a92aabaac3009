/** Numbers as people read them in messages: English, thousands separated by commas, decimal units. */
export const numbers = {
  /** `1,234,567` */
  count: (value: number): string => withCommas(value),

  /** `3 records`, `1 record` */
  counted: (value: number, noun: string): string => `${withCommas(value)} ${noun}${value === 1 ? '' : 's'}`,

  /** `1,050`, `143`, `1.9`: three significant digits below a thousand. */
  fine: (value: number): string => (value >= 999.5 ? withCommas(value) : String(Number(value.toPrecision(3)))),

  /** `512 B`, `1.2 kB`, `272 MB`, `1.05 GB`; 1 kB is 1,000 bytes. */
  bytes(value: number): string {
    const power = value < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(value) / 3));
    const scaled = value / 1000 ** power;
    return `${numbers.fine(scaled)} ${UNITS[power]}`;
  },

  /** `0.8 s`, `12.3 s`, `4 min 05 s`, `2 h 03 min` */
  duration(seconds: number): string {
    if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
    const total = Math.round(seconds);
    const minutes = Math.floor(total / 60);
    if (minutes < 60) return `${minutes} min ${pad(total % 60)} s`;
    return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} min`;
  },
} as const;

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

/** Not by `Intl`, whose tables take longer to load than all that is printed takes to make. */
function withCommas(value: number): string {
  return value.toFixed(0).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
