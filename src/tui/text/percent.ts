/** A share from 0 to 1 in whole percent. What is more than nothing is never `0 %`. */
export function percent(share: number): string {
  const whole = Math.round(share * 100);
  return whole === 0 && share > 0 ? '<1 %' : `${whole} %`;
}
