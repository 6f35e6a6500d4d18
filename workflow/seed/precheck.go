package seed

import (
	"onestop.internal/models"
	"onestop.internal/workflow/prechecks"
)

// lookAt lets the applicant of a draft ask for a look before it is handed in; the window answers in half a
// working day, or a little late.
func (w *world) lookAt(k *kase) error {
	s := &prechecks.Service{Cases: w.cases}
	question := "企业想在提交前确认：附件的格式和份数这样准备可以吗？"
	if k.n%2 == 1 {
		question = ""
	}
	asked, err := s.Ask(w.ctx, w.side(k), k.c.ID, question)
	if err != nil {
		return w.failed(k, "ask for a look", err)
	}
	wait := 0.5 * day
	if k.n%2 == 1 {
		wait = 1.4 * day
	}
	w.then(k, desk(w.cal(), w.talk, w.clock.instant(), wait), func(k *kase) error { return w.answerLook(k, s, asked.ID) })
	return nil
}

func (w *world) answerLook(k *kase, s *prechecks.Service, id int64) error {
	mats, err := w.store.Materials(w.ctx, k.c.ID)
	if err != nil {
		return err
	}
	in := prechecks.AnswerInput{Advice: "其余部分可以，改好后直接提交即可。"}
	for i, m := range mats {
		pt := models.PreCheckPoint{Material: m.Code, Verdict: models.PointOK}
		if i == 0 {
			pt.Verdict, pt.Text, pt.HowTo = models.PointChange, "还没有上传，或者缺少签章页。", "由法定代表人签字并加盖公章后扫描上传。"
		}
		in.Points = append(in.Points, pt)
	}
	if _, err := s.Answer(w.ctx, w.window(k), id, in); err != nil {
		return w.failed(k, "answer a look", err)
	}
	return nil
}
