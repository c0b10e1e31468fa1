/** A year below this is of the Jalali calendar: taken as Gregorian it would lie centuries off. */
export const FIRST_GREGORIAN_YEAR = 1700;
