import { LineChart, Pyramid } from './charts.tsx'
import { formatNumber } from './format.ts'

/** Charts of invented numbers. */
export function ChartSamples() {
  const points = [2012, 2014, 2018, 2022].map((x, i) => ({ x, y: 3 + ((i * 7) % 5) / 4 }))
  const bands = [0, 20, 40, 60, 80].map((age) => ({
    label: `${age}-${age + 19}`,
    women: 120 - age,
    men: 110 - age / 1.2,
  }))
  return (
    <>
      <LineChart
        label="Nombres inventés, de 2012 à 2022"
        points={points}
        breaks={[2015]}
        format={(y) => formatNumber(y, { maximumFractionDigits: 1 })}
      />
      <Pyramid label="Âges inventés" bands={bands} />
    </>
  )
}
