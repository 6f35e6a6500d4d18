package seed

import (
	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/workflow/cases"
)

// A hearing of the demo needs so many working days: seven clear ones from its notice, and what comes after it.
const hearingDays = 12

// callHearing tells the right to a hearing, and the applicant asks for it on the spot.
func (w *world) callHearing(k *kase, who policy.Actor) error {
	tell := cases.HearingInput{
		Matter:  "本事项影响相邻企业和居民的通行、采光或者用水",
		Parties: []cases.HearingParty{{Name: "相邻村民委员会", Contact: "镇政府转", Interest: "相邻一方，通行和用水受影响", How: "DIRECT"}},
	}
	if err := w.hearing(k, who, "tell", tell); err != nil {
		return err
	}
	return w.hearing(k, w.applicant(k.firm), "request", cases.HearingInput{Reason: "请求说明对相邻方的影响和补救办法"})
}

// noticeHearing tells time and place as soon as the law allows.
func (w *world) noticeHearing(k *kase, who policy.Actor) error {
	day := w.cal().Nth(w.clock.today(), 9)
	return w.hearing(k, who, "notice", cases.HearingInput{At: day.Start() + (9*60+30)*minute, Place: "政务服务中心三楼听证室", Clerk: "政务中心书记员"})
}

// endHearing records the hearing where its time has come; before that the applicant takes its request back.
func (w *world) endHearing(k *kase, who policy.Actor) error {
	if !k.called {
		return nil
	}
	k.called = false
	in := cases.HearingInput{
		Attended: []string{"申请人委托代理人", "相邻村民委员会代表", "审查人员"},
		Minutes:  "主持人宣布听证事项和纪律。审查人员说明审查意见、证据和理由。申请人说明补救办法。相邻方要求保证通行，申请人同意预留通道。各方确认笔录无误。",
	}
	err := w.hearing(k, who, "record", in)
	if models.CodeOf(err) == models.Invalid { // its time has not come
		return w.hearing(k, w.applicant(k.firm), "drop", cases.HearingInput{Reason: "申请人书面撤回听证要求"})
	}
	return err
}

func (w *world) hearing(k *kase, who policy.Actor, act string, in cases.HearingInput) error {
	c, err := w.cases.Hearing(w.ctx, who, k.c.ID, act, &in)
	if err == nil {
		k.c = c
	}
	return err
}
