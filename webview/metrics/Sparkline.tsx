// A small chart of one number over time, beside the number itself. Knows nothing about what it is.
import type { ReactElement } from 'react';

interface SparklineProps {
  /** Oldest first. */
  readonly values: readonly number[];
  readonly label: string;
  readonly unit: (value: number) => string;
}

const [WIDTH, HEIGHT] = [64, 16];

export function Sparkline({ values, label, unit }: SparklineProps): ReactElement | null {
  const highest = Math.max(0, ...values);
  if (values.length < 2 || highest === 0) return null;
  const points = values.map((value, index) => {
    const x = (index / (values.length - 1)) * WIDTH;
    const y = HEIGHT - 1 - (value / highest) * (HEIGHT - 2);
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  const description = `${label}, up to ${unit(highest)} in the last ${String(values.length)} seconds`;
  return (
    <svg
      className="metrics-spark"
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`}
      role="img"
      aria-label={description}
    >
      <title>{description}</title>
      <polyline points={points.join(' ')} />
    </svg>
  );
}
