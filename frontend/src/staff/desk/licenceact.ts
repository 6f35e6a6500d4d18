/** The closed list of 行政许可法 8, 69 and 70: which ground an act may have, and from which states of the licence. */
const inForce = ['VALID', 'DEEMED_RENEWED']
const grounds: { ground: string; act: 'ANNUL' | 'WITHDRAW' | 'CANCEL'; from: string[] }[] = [
  ...['ABUSE_OF_POWER', 'BEYOND_COMPETENCE', 'PROCEDURE', 'NOT_QUALIFIED', 'OTHER_BY_LAW', 'FRAUD'].map((ground) => ({ ground, act: 'ANNUL' as const, from: inForce })),
  ...['LAW_CHANGED', 'CIRCUMSTANCES_CHANGED'].map((ground) => ({ ground, act: 'WITHDRAW' as const, from: inForce })),
  { ground: 'NOT_RENEWED', act: 'CANCEL', from: ['EXPIRED'] },
  { ground: 'REVOKED', act: 'CANCEL', from: ['ANNULLED', 'WITHDRAWN_BY_AGENCY'] },
  ...['HOLDER_DEAD', 'HOLDER_ENDED', 'FORCE_MAJEURE'].map((ground) => ({ ground, act: 'CANCEL' as const, from: inForce })),
]

/** The acts that a licence in a state may have, and the grounds of each. */
export function actsOn(status: string): string[] {
  return [...new Set(grounds.filter(({ from }) => from.includes(status)).map(({ act }) => act))]
}

export function groundsFor(act: string, status: string): string[] {
  return grounds.filter((one) => one.act === act && one.from.includes(status)).map(({ ground }) => ground)
}
