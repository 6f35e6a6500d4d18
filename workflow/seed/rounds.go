package seed

import (
	"onestop.internal/models"
	"onestop.internal/store"
	"onestop.internal/workflow/agents"
)

// roundDays is how many working days lie between two contacts of an agent with its client.
const roundDays = 24

// rounds lets every agent look after its clients, whether or not they have a case under way.
func (w *world) rounds() {
	for i, f := range w.firms {
		if f.agent != nil {
			w.round(f, w.cal().Nth(firstDay, 1+i%roundDays))
		}
	}
}

// round is one contact that was agreed for a day, and the next.
func (w *world) round(f *firm, on models.Date) {
	at := desk(w.cal(), w.talk, on.Start()+9*60*minute, float64(w.talk.between(10, 400)))
	w.agenda.plan(at, func() error {
		topic := pick(w.talk, topics)
		next := w.cal().Nth(w.clock.today(), w.talk.between(roundDays-9, roundDays+9))
		_, err := w.agentWork().LogContact(w.ctx, w.actor(f.agent), agents.ContactInput{
			EnterpriseID: f.ID, Kind: topic.kind, WithWhom: f.ContactName, Summary: topic.summary, NextOn: next,
		})
		if err != nil {
			return err
		}
		w.round(f, next-models.Date(w.talk.IntN(2)))
		return w.kept(f)
	})
}

// kept ends the tasks with a client that were due by now: most promises are kept, and the next contact has
// been made.
func (w *world) kept(f *firm) error {
	open, err := w.agentWork().Todos(w.ctx, w.actor(f.agent), store.TodoFilter{
		Status: models.Open, EnterpriseID: f.ID, DueTo: w.clock.today() + 2, Limit: 20,
	})
	if err != nil {
		return err
	}
	for _, t := range open {
		if _, err := w.agentWork().DoneTodo(w.ctx, w.actor(f.agent), t.ID, agents.EndInput{Version: t.Version, Note: "已联系企业"}); err != nil {
			return err
		}
	}
	return nil
}

// topics are what agents talk about with their clients.
var topics = []struct {
	kind    models.ContactKind
	summary string
}{
	{models.ContactCall, "电话回访近期办件，企业对办理进度满意，暂无新需求"},
	{models.ContactCall, "提醒许可证到期日期和延续申请的最晚时间，企业将安排专人准备"},
	{models.ContactCall, "告知惠企政策申报时间，已将清单和模板发给联系人"},
	{models.ContactVisit, "上门走访，了解扩产计划和用电、用工需求，建议先做要素需求登记"},
	{models.ContactVisit, "现场核对材料原件，讲解容缺受理和告知承诺的适用范围"},
	{models.ContactVisit, "陪同园区走访，企业反映厂区道路照明问题，已转园区管委会"},
	{models.ContactMeeting, "与企业和主管部门碰头，明确消防设计审查前需要补充的图纸"},
	{models.ContactMeeting, "项目推进会，核对倒排节点，下一节点为施工许可"},
	{models.ContactOther, "企业到大厅咨询环评类别，已协助查询名录并确认按报告表办理"},
}
