/** `1 h 3 min behind`, by how far the service's clock is ahead. */
export function clockOff(clockAhead: number): string {
  return `${duration(Math.abs(clockAhead))} ${clockAhead > 0 ? 'behind' : 'ahead'}`;
}

/** `1 h 3 min`, `12 min`, `40 s`. */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48
    ? `${hours} h${minutes % 60 === 0 ? '' : ` ${minutes % 60} min`}`
    : `${Math.round(hours / 24)} d`;
}
