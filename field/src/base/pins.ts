/** Which PINs are refused because everybody tries them first. Asked by the form, and by the vault all the same. */

export const PIN_LENGTH = 6;

/** Six equal digits, a run up or down, a repeated pair or triple, or three doubles in a run. */
export function isTrivial(pin: string): boolean {
  const digits = [...pin].map(Number);
  const steps = digits.slice(1).map((digit, n) => (digit - (digits[n] as number) + 10) % 10);
  if (steps.every((step) => step === steps[0] && (step === 0 || step === 1 || step === 9))) return true;
  if (/^(\d\d)\1\1$/.test(pin) || /^(\d\d\d)\1$/.test(pin)) return true;
  return /^(\d)\1(\d)\2(\d)\3$/.test(pin);
}
