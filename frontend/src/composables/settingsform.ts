import { computed, ref, shallowRef } from 'vue'
import { readDefaults, readSettings, saveSettings, type CountySettings } from '@/api/setting'
import { useAsk } from './ask'
import { copyOf } from './itemedit'
import { useProblem } from './problem'

export type SettingKey = Exclude<keyof CountySettings, 'region' | 'demo'>

/** Of one setting: as it comes, decided by the county, or changed and not saved yet. */
export type Standing = 'default' | 'decided' | 'changed'

export function standingOf(key: SettingKey, now: CountySettings, kept: CountySettings, defaults: CountySettings): Standing {
  const same = (a: unknown, b: unknown) => JSON.stringify(a ?? []) === JSON.stringify(b ?? [])
  if (!same(now[key], kept[key])) return 'changed'
  return same(kept[key], defaults[key]) ? 'default' : 'decided'
}

/** The keys that count as a decision: names are the county's own in any case. */
export const decisions: SettingKey[] = ['bareDayUnit', 'round1AcceptedOn', 'correctionLimitDays', 'lampPreset', 'stepCards', 'word', 'windowDept', 'government', 'cityGov', 'court', 'cityCourt']

/** The county's settings under edit, each beside its default. */
export function useSettingsForm() {
  const kept = shallowRef<CountySettings>()
  const form = ref<CountySettings>()
  const { answer: defaults, problem: unread, ask } = useAsk(async () => {
    const [now, fresh] = await Promise.all([readSettings(), readDefaults()])
    take(now)
    return fresh
  })
  const saving = useProblem()

  function take(settings: CountySettings): void {
    kept.value = settings
    form.value = { ...copyOf(settings), divisions: copyOf(settings.divisions ?? []) }
  }
  function standing(key: SettingKey): Standing {
    return standingOf(key, form.value!, kept.value!, defaults.value!)
  }
  const ready = computed(() => Boolean(form.value && kept.value && defaults.value))
  return {
    form,
    kept,
    defaults,
    unread,
    load: ask,
    ready,
    saving,
    standing,
    dirty: computed(() => ready.value && (Object.keys(form.value!) as SettingKey[]).some((key) => standing(key) === 'changed')),
    atDefault: computed(() => (ready.value ? decisions.filter((key) => standing(key) === 'default').length : 0)),
    undo: () => kept.value && take(kept.value),
    async save(reason: string): Promise<boolean> {
      const saved = await saving.run(() => saveSettings(form.value!, reason))
      if (saved) take(saved)
      return Boolean(saved)
    },
  }
}
