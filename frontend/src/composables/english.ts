import { shallowRef } from 'vue'
import { listItems } from '@/api/item'
import { lang } from '@/i18n'
import { label } from '@/i18n/labels.first'

const names = shallowRef(new Map<string, string>())
let asked: Promise<void> | undefined

async function ask(): Promise<void> {
  try {
    names.value = new Map((await listItems()).map(({ code, nameEn }) => [code, nameEn]))
  } catch {
    asked = undefined // the next page asks again; until then Chinese is shown
  }
}

/** What an item is called in the shown language; cases carry its Chinese name, the list of items is read for English. */
export function itemNameOf(code: string, chinese: string): string {
  if (lang.value !== 'en') return chinese
  asked ??= ask()
  return names.value.get(code) || chinese
}

/** A step has a name in Chinese; in English it is called by its kind. */
export function stepNameOf(step: { name: string; kind: string }): string {
  return lang.value === 'en' ? label('StepKind', step.kind) : step.name
}

/** What a material is called, from the version of the item that the case is bound to. */
export function materialNameOf(code: string, chinese: string, materials: { code: string; nameEn: string }[]): string {
  return (lang.value === 'en' && materials.find((material) => material.code === code)?.nameEn) || chinese
}
