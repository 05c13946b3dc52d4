/** Cents as a person reads them. */
export function money(cents: number): string {
  return `${new Intl.NumberFormat('en', { minimumFractionDigits: 2 }).format(cents / 100)} EUR`;
}

/** Minutes as a person reads them. */
export function hours(minutes: number): string {
  return `${minutes / 60} hours`;
}
