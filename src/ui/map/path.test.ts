import { expect, it } from 'vitest'
import { computeMiddle } from './path.ts'

const square = [0, 0, 10, 0, 10, 10, 0, 10]

it.each([
  ['of a square', [square], { x: 5, y: 5 }],
  ['of a triangle, whichever way it turns', [[0, 0, 0, 9, 9, 0]], { x: 3, y: 3 }],
  ['of the largest ring', [[100, 100, 101, 100, 101, 101], square], { x: 5, y: 5 }],
])('the middle is that %s', (_, traces, middle) => {
  const { x, y } = computeMiddle(traces)
  expect(x).toBeCloseTo(middle.x)
  expect(y).toBeCloseTo(middle.y)
})
