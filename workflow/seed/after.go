package seed

import (
	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/workflow/agents"
	"onestop.internal/workflow/ratings"
)

// beside is what people say and write beside the moves of a case: agents' calls and visits, questions,
// notes.
func (w *world) beside(k *kase) {
	if k.agent != nil && w.dice.chance(250) {
		w.agenda.plan(desk(w.cal(), w.dice, w.clock.instant(), w.dice.lognormal(day, 0.6)), func() error { return w.visit(k) })
	}
	switch n := w.dice.IntN(100); {
	case n < 6:
		w.agenda.plan(anyHour(w.cal(), w.dice, w.clock.today()+2), func() error { return w.ask(k) })
	case n < 11:
		w.agenda.plan(desk(w.cal(), w.dice, w.clock.instant(), 1.4*day), func() error { return w.remark(k) })
	}
}

// visit is a line in the agent's log; what was promised becomes a task.
func (w *world) visit(k *kase) error {
	in := agents.ContactInput{EnterpriseID: k.firm.ID, CaseID: k.c.ID, Kind: models.ContactCall, WithWhom: k.firm.ContactName, Summary: "电话沟通“" + k.item.NameZh + "”办理进度，企业无新增问题"}
	if k.n%3 == 0 {
		in.Kind, in.Summary = models.ContactVisit, "上门走访，协助核对申请材料，现场讲解容缺和补正要求"
		in.Promise, in.NextOn = "三个工作日内反馈部门审查意见", w.cal().Nth(w.clock.today(), 3)
	}
	_, err := w.agentWork().LogContact(w.ctx, w.actor(k.agent), in)
	if err != nil {
		return w.failed(k, "log a contact", err)
	}
	if in.Promise != "" && w.talk.chance(900) {
		w.agenda.plan(desk(w.cal(), w.talk, w.clock.instant(), 1.5*day), func() error { return w.kept(k.firm) })
	}
	return nil
}

func (w *world) agentWork() *agents.Service { return &agents.Service{Cases: w.cases} }

// ask is a question of the enterprise, answered by the department the day after.
func (w *world) ask(k *kase) error {
	q, err := w.agentWork().Post(w.ctx, w.applicant(k.firm), k.c.ID, agents.PostInput{Body: "请问材料中的图纸需要提交纸质原件吗？"})
	if err != nil {
		return w.failed(k, "ask", err)
	}
	w.agenda.plan(desk(w.cal(), w.dice, w.clock.instant(), 0.5*day), func() error {
		who := w.at(k.c.DeptCode, policy.Reviewer, k.n)
		_, err := w.agentWork().Post(w.ctx, who, k.c.ID, agents.PostInput{ReplyTo: q.ID, Body: "您好，上传电子版即可，领取结果时核对原件。"})
		if err != nil {
			return w.failed(k, "answer", err)
		}
		return nil
	})
	return nil
}

// remark is a note of the department, for colleagues or for the enterprise.
func (w *world) remark(k *kase) error {
	in := agents.NoteInput{Body: "已与企业电话核对建设规模，数据一致", Shown: k.n%2 == 0}
	if _, err := w.agentWork().AddNote(w.ctx, w.at(k.c.DeptCode, policy.Reviewer, k.n), k.c.ID, in); err != nil {
		return w.failed(k, "write a note", err)
	}
	return nil
}

// rate is the enterprise's rating some days after the result: three of ten give one.
func (w *world) rate(k *kase) {
	if !w.dice.chance(300) {
		return
	}
	at := anyHour(w.cal(), w.dice, w.clock.today()+models.Date(w.dice.between(1, 6)))
	w.agenda.plan(at, func() error {
		in := w.opinion(k)
		r, err := (&ratings.Service{Cases: w.cases}).Rate(w.ctx, w.applicant(k.firm), k.c.ID, in)
		if err != nil {
			return w.failed(k, "rate", err)
		}
		if r.Level <= models.Dissatisfied {
			return w.rectify(k)
		}
		return nil
	})
}

func (w *world) opinion(k *kase) ratings.Input {
	late := k.c.PromisedDue != 0 && k.c.DecidedOn > k.c.PromisedDue
	in := ratings.Input{Level: models.VerySatisfied, Anonymous: w.dice.chance(200)}
	switch n := w.dice.IntN(100); {
	case late && n < 30, n < 1:
		in.Level, in.Comment = models.VeryDissatisfied, "超过承诺时限，多次催问没有答复"
	case n < 5:
		in.Level, in.Comment = models.Dissatisfied, "补正要求没有一次说清"
	case n < 14:
		in.Level = models.BasicallyGood
	case n < 38:
		in.Level, in.Comment = models.Satisfactory, "窗口服务耐心"
	case n < 55:
		in.Comment = "全程网办，提前办结"
	}
	return in
}

// rectify takes a bad rating up, calls back, classifies, answers; the supervision office closes it. One of nine is
// left lying.
func (w *world) rectify(k *kase) error {
	if k.n%9 == 0 {
		return nil
	}
	s := &ratings.Service{Cases: w.cases}
	head, watch := w.at(k.c.DeptCode, policy.SectionHead, 0), w.at("", policy.Supervisor, 0)
	class := ratings.ClassInput{Class: models.ClassClear}
	if k.n%5 == 0 {
		class = ratings.ClassInput{Class: models.ClassComplex, Reason: "涉及多个部门，需要一并协调"}
	}
	acts := []func(r *models.Rectification) (*models.Rectification, error){
		func(r *models.Rectification) (*models.Rectification, error) {
			return s.Start(w.ctx, head, r.ID, r.Version)
		},
		func(r *models.Rectification) (*models.Rectification, error) {
			return s.Call(w.ctx, head, r.ID, r.Version, "已电话回访，向企业致歉并说明原因")
		},
		func(r *models.Rectification) (*models.Rectification, error) {
			class.Version = r.Version
			return s.Classify(w.ctx, head, r.ID, class)
		},
		func(r *models.Rectification) (*models.Rectification, error) {
			return s.Reply(w.ctx, head, r.ID, r.Version, "已向经办人员重申一次性告知和按期办结的要求，并补充了本事项的办理说明")
		},
		func(r *models.Rectification) (*models.Rectification, error) {
			return s.Close(w.ctx, watch, r.ID, ratings.CloseInput{Version: r.Version, Note: "答复已送达企业，企业未再评价"})
		},
	}
	return w.putRight(k, s, acts)
}

// putRight does the acts on the rectification of a case, one on each of the next working days.
func (w *world) putRight(k *kase, s *ratings.Service, acts []func(*models.Rectification) (*models.Rectification, error)) error {
	if len(acts) == 0 {
		return nil
	}
	w.agenda.plan(desk(w.cal(), w.dice, w.clock.instant(), 0.6*day), func() error {
		list, err := s.List(w.ctx, w.at("", policy.Supervisor, 0), store.RectifyFilter{Open: true, CaseID: k.c.ID, Limit: 1})
		if err != nil || len(list) == 0 {
			return err
		}
		if _, err := acts[0](&list[0].Rectification); err != nil {
			return w.failed(k, "put a bad rating right", err)
		}
		return w.putRight(k, s, acts[1:])
	})
	return nil
}
