import type { PointGroup } from 'signature_pad'

/** The box in which every signature is kept, whatever the size of the screen on which it was drawn. */
export const inkBox = { width: 600, height: 200 }

/** What a signature may have of points at most, so that its path stays under 16,000 characters. */
const most = 1500

/**
 * The strokes of a signature as an SVG path of whole numbers in the box: `M1 2L3 4…`.
 * Points are thinned evenly where there are too many; a dot is a stroke of two points.
 */
export function inkPath(groups: readonly PointGroup[], width: number, height: number): string {
  const scale = Math.min(inkBox.width / width, inkBox.height / height)
  const place = (value: number, end: number) => Math.max(0, Math.min(end - 1, Math.round(value * scale)))
  const count = groups.reduce((sum, { points }) => sum + points.length, 0)
  const step = Math.max(1, Math.ceil(count / most))
  return groups
    .filter(({ points }) => points.length)
    .map(({ points }) => {
      const kept = points.filter((_, index) => index % step === 0 || index === points.length - 1)
      const at = kept.map(({ x, y }) => `${place(x, inkBox.width)} ${place(y, inkBox.height)}`).filter((one, index, all) => one !== all[index - 1])
      return `M${at[0]}` + (at.length > 1 ? at.slice(1) : [at[0]]).map((one) => `L${one}`).join('')
    })
    .join('')
}
