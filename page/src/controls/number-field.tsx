interface NumberFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly min: number;
  readonly max?: number;
}

/** A number as it is typed; the browser does not submit the form with a wrong one. */
export function NumberField({ label, value, onChange, min, max }: NumberFieldProps) {
  return (
    <label class="field">
      {label}
      <input
        type="number"
        class="ltr"
        min={min}
        max={max}
        required
        value={value}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </label>
  );
}
