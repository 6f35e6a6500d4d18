package document

import (
	"strconv"
	"strings"

	"onestop.internal/models"
)

// writeAcceptance: accepted, with both limits, their units, start and due dates (DOC-02).
func writeAcceptance(p *page) {
	f := p.f
	complete := text{"，材料齐全、符合法定形式", "is complete and in due form"}
	if f.Round > 1 {
		complete = text{"，已按要求补正，材料齐全、符合法定形式", "has been corrected as asked and is complete and in due form"}
	}
	p.para(say2("%[1]s%[2]s，依据%[3]s，决定自%[4]s起受理。", "%[1]s, %[2]s. Under %[3]s it is accepted from %[4]s.",
		upper(f.application()), complete, basisText(f.Basis), date(f.AcceptedOn)))
	p.limits()
	p.query()
}

// writeDeemed: silence in the window made it accepted, retroactively (行政许可法 32(1)(4)).
func writeDeemed(p *page) {
	f := p.f
	within := limit(f.Window.Limit)
	silence := say2("本机关自%[1]s收到材料之日起%[2]s内未一次性告知补正内容", "within %[2]s of receiving the materials on %[1]s this agency gave no one-time notice of what to correct",
		date(f.ReceivedOn), within)
	if f.Window.Limit.Unit == models.Immediate {
		silence = say2("本机关于%[1]s收到材料，未当场一次性告知补正内容", "this agency received the materials on %[1]s and gave no notice on the spot of what to correct", date(f.ReceivedOn))
	}
	p.para(say2("%[1]s，%[2]s，依据%[3]s，自%[4]s起即为受理。", "%[1]s: %[2]s. Under %[3]s it counts as accepted from %[4]s.",
		upper(f.application()), silence, basisText(f.Basis), date(f.AcceptedOn)))
	p.limits()
	p.query()
}

func upper(t text) text { return text{t.zh, capital(t.en)} }

// startWords say from when a limit runs. The first day is not counted (民法典 201).
var startWords = map[models.StartsOn]text{
	models.FromAccepted: {"自受理之日起计算，当日不计入", "it runs from acceptance, that day not counted"},
	models.FromReceived: {"自收到申请材料之日起计算，当日不计入", "it runs from receipt of the materials, that day not counted"},
}

// limits writes the limits that there are and what does not count; nothing of an item without any.
func (p *page) limits() {
	l := p.f.Limits
	if l.absent() {
		return
	}
	p.para(l.sentence(), l.exclusion(), l.provisional())
}

// absent tells whether neither the law nor the county sets a limit.
func (l *Limits) absent() bool { return l == nil || none(l.Legal) && none(l.Promise) }

func (l *Limits) sentence() text {
	legal, promise := l.legal(), l.promise()
	switch {
	case promise.zh == "":
		return text{legal.zh + "。", legal.en + "."}
	case legal.zh != "":
		return say2("%s；%s。", "%s; %s.", legal, promise)
	case l.Promise.Unit == models.Immediate:
		return text{promise.zh + "。", capital(promise.en) + "."}
	}
	return say2("承诺期限%[1]s，自%[2]s起算%[3]s，至%[4]s。", "The promised limit is %[1]s from %[2]s%[3]s, to %[4]s.",
		limit(l.Promise), date(l.Start), l.start(), date(l.PromiseDue))
}

func (l *Limits) legal() text {
	switch {
	case none(l.Legal):
		return text{}
	case l.Legal.Unit == models.Immediate:
		return say2("法定办理期限为当日，即%s%s", "The legal limit is the same day, %s%s", date(l.LegalDue), l.start())
	}
	return say2("法定办理期限%[1]s，自%[2]s起算%[3]s，至%[4]s", "The legal limit is %[1]s from %[2]s%[3]s, to %[4]s",
		limit(l.Legal), date(l.Start), l.start(), date(l.LegalDue))
}

func (l *Limits) promise() text {
	switch {
	case none(l.Promise):
		return text{}
	case l.Promise.Unit == models.Immediate:
		return say2("承诺期限为当日，即%s", "the promised limit is the same day, %s", date(l.PromiseDue))
	}
	return say2("承诺期限%s，至%s", "the promised limit is %s, to %s", limit(l.Promise), date(l.PromiseDue))
}

// start is the bracket that says why the limit starts there.
func (l *Limits) start() text {
	w := startWords[l.StartsOn]
	if l.Legal.Unit == models.Immediate {
		if l.StartBasis == "" {
			return text{}
		}
		b := basisText(l.StartBasis)
		return text{"（依据" + b.zh + "）", " (under " + b.en + ")"}
	}
	if l.StartBasis == "" || none(l.Legal) { // the law that sets no limit is no reason for a start
		return text{"（" + w.zh + "）", " (" + w.en + ")"}
	}
	b := basisText(l.StartBasis)
	return text{"（依据" + b.zh + "，" + w.zh + "）", " (under " + b.en + ", " + w.en + ")"}
}

// exclusion says which procedures do not count; nothing where the item has none.
func (l *Limits) exclusion() text {
	if len(l.Excluded) == 0 {
		return text{}
	}
	var names []text
	for _, r := range l.Excluded {
		names = append(names, reason(r))
	}
	return say2("%s所需时间不计入上述期限，将另行书面告知。", "Time needed for %s does not count towards these limits; you will be told of it separately in writing.", enumerate(names))
}

func (l *Limits) provisional() text {
	if l == nil || !l.Provisional {
		return text{}
	}
	return provisionalDates
}

func guessed(provisional bool) text {
	if provisional {
		return provisionalDates
	}
	return text{}
}

// provisionalDates says that a date on the paper rests on a year whose holidays nobody knows yet (R-CAL-06).
var provisionalDates = text{
	"因相关年度的节假日安排尚未公布，上述届满日为暂定日期，公布后重新计算并另行告知。",
	"The holidays of a year concerned are not published yet; the due dates above are provisional and will be recomputed and notified.",
}

// writeTolerant: accepted although minor materials are missing, on a promise (R-TOL-01).
func writeTolerant(p *page) {
	f := p.f
	p.para(say2("%[1]s，主审要件齐全、符合法定形式，下列材料暂缺。根据你（单位）自愿作出的书面承诺，依据%[2]s，决定自%[3]s起容缺受理。",
		"%[1]s, has all key materials in due form; those below are missing. On your voluntary written promise and under %[2]s it is accepted from %[3]s.",
		upper(f.application()), basisText(f.Basis), date(f.AcceptedOn)))
	p.gap()
	p.para(say2("请于%[1]s前（含当日）补齐上述材料。材料补齐前，本机关继续审查，但不作出准予决定，不颁发证照。逾期未补齐的，%[2]s",
		"Hand these in by %[1]s at the latest. Until then the review goes on, but no grant is made and no licence issued. Failing that: %[2]s",
		date(f.Gap.Due), ended(f.Gap.Consequence)))
	p.limits()
	p.query()
}

// clause takes the stop off what somebody wrote, so that the sentence can go on.
func clause(s string) text { return same(strings.TrimRight(s, " 。；！.;\n")) }

// stop ends a sentence that somebody wrote.
func stop(s string) string { return clause(s).zh + "。" }

// ended is stop in both languages.
func ended(s string) text {
	if en := standing[s]; en != "" {
		return text{stop(s), en + "."}
	}
	return same(stop(s))
}

func (p *page) gap() {
	rows := [][]text{}
	for i, g := range p.f.Gap.Items {
		rows = append(rows, []text{same(strconv.Itoa(i + 1)), named(g.Material, g.MaterialEn), said(g.Form)})
	}
	p.table([]string{"序号", "容缺材料", "形式要求"}, []string{"No.", "Missing material", "Required form"}, rows)
}

// writeTolerantPromise is the applicant's promise that belongs to DOC-05.
func writeTolerantPromise(p *page) {
	f := p.f
	p.para(say2("我（单位）申请办理%[1]s（%[2]s），已知悉容缺受理的条件、期限和不履行承诺的后果，依据%[3]s，自愿申请容缺受理，并承诺于%[4]s前（含当日）补齐下列材料：",
		"We apply for %[1]s (%[2]s). We know the conditions and time limit of tolerant acceptance and what follows from a broken promise. Under %[3]s we ask for it of our own will and promise to hand in the following by %[4]s at the latest:",
		f.Item.text(), f.reference(), basisText(f.Basis), date(f.Gap.Due)))
	p.gap()
	p.para(say2("逾期未补齐的，我（单位）接受下列后果：%s我（单位）对所提交材料的真实性、合法性、有效性负责。",
		"If we fail, we accept the following: %s We answer for the truth, lawfulness and validity of what we hand in.", ended(f.Gap.Consequence)))
}

// writeCommitment: conditions told, promise made, what follows from a false one (R-COM-01).
func writeCommitment(p *page) {
	f := p.f
	c := f.Commitment
	p.para(say2("你（单位）申请办理%[1]s（%[2]s）。依据%[3]s，本事项实行告知承诺制，由你（单位）自愿选择。",
		"You apply for %[1]s (%[2]s). Under %[3]s the item may be handled by notification and commitment, if you so choose.",
		f.Item.text(), f.reference(), basisText(f.Basis)))
	p.para(text{"一、本机关告知的条件和要求", "1. Conditions told by this agency"})
	p.list(c.Conditions)
	p.para(text{"二、申请人的承诺", "2. The applicant's commitment"})
	p.list(c.Promises)
	p.para(say2("三、核查方式：%s", "3. How it is verified: %s", ended(c.Verification)))
	p.para(say2("四、不实承诺的后果：%s", "4. What follows from a false commitment: %s", ended(c.Consequence)))
}
