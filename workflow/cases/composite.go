package cases

import (
	"strings"

	"onestop.internal/document"
	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/workflow/catalog"
	"onestop.internal/workflow/county"
)

// submitComposite is C01: one form, one registration by the lead; every part that applies becomes a
// case of its own with its own clocks. A part whose HARD precondition is unmet is PENDING: in law not
// yet received (R-PAR-02).
func (w *work) submitComposite() error {
	if err := w.transit(models.VerbSubmit, Payload{Round: 1, Counter: w.counter}); err != nil {
		return err
	}
	parts, err := w.partsThat(func(applies catalog.Tri) bool { return applies != catalog.False })
	if err != nil {
		return err
	}
	if len(parts) == 0 {
		return models.E(models.Invalid, "case.invalid").At("attrs", "case.no_part_applies")
	}
	if err := w.addSetParties(); err != nil {
		return err
	}
	shared, err := w.sharedFiles()
	if err != nil {
		return err
	}
	var waiting []document.Pending
	for _, v := range parts {
		child, err := w.registerChild(v, shared)
		if err != nil {
			return err
		}
		if child.c.Status != models.Pending {
			continue
		}
		line, err := child.waitingLine()
		if err != nil {
			return err
		}
		waiting = append(waiting, line)
	}
	return w.paper("DOC-01", func(f *paperFacts) { f.Pending = waiting })
}

// waitingLine says of a pending part which items' results it waits for.
func (w *work) waitingLine() (document.Pending, error) {
	needs, err := w.unmet()
	if err != nil {
		return document.Pending{}, err
	}
	var zh, en []string
	for _, n := range needs {
		var oneZh, oneEn []string
		for _, code := range n.Items {
			name, en := code, ""
			if v, err := w.snap.InForce(code, w.tx.Today()); err == nil {
				name, en = v.Item.NameZh, v.Item.NameEn
			}
			oneZh, oneEn = append(oneZh, name), append(oneEn, or(en, name))
		}
		zh, en = append(zh, strings.Join(oneZh, "或者")), append(en, strings.Join(oneEn, " or "))
	}
	return document.Pending{
		Item: w.item.NameZh, ItemEn: w.item.NameEn, Waits: strings.Join(zh, "、"), WaitsEn: strings.Join(en, ", "),
	}, nil
}

// partsThat gives the parts of a set in force today, those whose answer to "does it apply" is wanted.
func (w *work) partsThat(wanted func(catalog.Tri) bool) ([]*county.Version, error) {
	attrs := w.attrs()
	var out []*county.Version
	for _, code := range w.item.Children {
		v, err := w.snap.InForce(code, w.tx.Today())
		if err != nil {
			return nil, err
		}
		if wanted(v.Item.AppliesWhen.Eval(attrs)) {
			out = append(out, v)
		}
	}
	return out, nil
}

// sharedFiles gives the materials of the set by name, each with its files.
func (w *work) sharedFiles() (map[string]handedIn, error) {
	mats, err := w.materials()
	if err != nil {
		return nil, err
	}
	files, err := w.tx.Files(w.c.ID)
	if err != nil {
		return nil, err
	}
	out := map[string]handedIn{}
	for _, m := range mats {
		one := handedIn{state: m.State}
		for _, f := range files {
			if f.MaterialID == m.ID {
				one.files = append(one.files, f)
			}
		}
		out[m.Name] = one
	}
	return out, nil
}

// handedIn is a material of a set as its parts take it over.
type handedIn struct {
	state string
	files []models.File
}

// takeShared gives a part what was handed in with the set: its own rows of the same files.
func (w *work) takeShared(shared map[string]handedIn) error {
	for i := range w.mats {
		m := &w.mats[i]
		from, there := shared[m.Name]
		if !there || m.State != models.MaterialMissing || from.state == models.MaterialMissing || from.state == models.MaterialHeld {
			continue
		}
		for _, old := range from.files {
			f := old
			f.ID, f.CaseID, f.MaterialID, f.ReusedFrom = 0, w.c.ID, m.ID, old.ID
			if err := w.tx.CreateFile(&f); err != nil {
				return err
			}
		}
		m.State = from.state
		if err := w.tx.SaveMaterial(m); err != nil {
			return err
		}
	}
	return nil
}

// registerChild makes one part of a set and hands it in, or holds it as pending.
func (w *work) registerChild(v *county.Version, shared map[string]handedIn) (*work, error) {
	item := v.Item
	c := &models.Case{
		Region: w.c.Region, Flow: item.Flow, ItemCode: item.Code, ItemName: item.NameZh, ItemVersion: v.Row.ID,
		Status: models.Draft, EnterpriseID: w.c.EnterpriseID, ProjectID: w.c.ProjectID, ParentID: w.c.ID, DeptCode: item.Dept.Lead,
		OperatorID: w.c.OperatorID, AgentID: w.c.AgentID, Source: w.c.Source, Form: v.Form.Own(w.c.Form), Attrs: w.attrsBeside(v.Form),
		Joint: item.Flow == models.FlowPermit,
	}
	if err := w.tx.CreateCase(c); err != nil {
		return nil, err
	}
	child := &work{Service: w.Service, ctx: w.ctx, tx: w.tx, snap: w.snap, actor: w.actor, c: c, item: item}
	if err := child.listMaterials(); err != nil {
		return nil, err
	}
	if err := child.takeShared(shared); err != nil {
		return nil, err
	}
	number, err := w.childNumber()
	if err != nil {
		return nil, err
	}
	code, err := models.NewQueryCode(w.Random)
	if err != nil {
		return nil, err
	}
	c.Number, c.QueryCode = number, code
	if err := child.note(codeDraft, "create", 0, "", Payload{}); err != nil {
		return nil, err
	}
	child.bindTerms()
	if err := child.handIn(); err != nil {
		return nil, err
	}
	if err := w.seeSiblings(child); err != nil {
		return nil, err
	}
	return child, child.finish()
}

// attrsBeside gives what the set says and a part's own form does not ask. What the project says the part reads there.
func (w *work) attrsBeside(own *catalog.Form) models.RawJSON {
	out := w.answered()
	for name := range own.Attrs(w.c.Form) {
		delete(out, name)
	}
	return models.JSONOf(out)
}

// childNumber gives a part its own number: from the block that this instance holds, or the set's with
// a number of its own where the block would need a transaction.
func (w *work) childNumber() (models.Text, error) {
	region := w.snap.Settings.Region[:6]
	n, err := w.tx.SerialInTx(region, w.tx.Today())
	if err != nil {
		return "", err
	}
	s, err := models.NewCaseNumber(region, w.tx.Today(), int(n))
	return models.Text(s), err
}

// handIn submits a part, or holds it pending.
func (w *work) handIn() error {
	unmet, err := w.unmet()
	if err != nil {
		return err
	}
	if len(unmet) > 0 {
		return w.transit(models.VerbHoldPending, Payload{})
	}
	return w.receive(models.VerbSubmit)
}

// addSetParties gives a set to its lead and to the window that takes it in and leads it.
func (w *work) addSetParties() error {
	return w.tx.AddParties(
		models.CaseParty{CaseID: w.c.ID, Kind: models.PartyDept, Party: w.c.DeptCode, Right: models.RightWork},
		models.CaseParty{CaseID: w.c.ID, Kind: models.PartyDept, Party: policy.WindowParty(w.snap.Settings.WindowDept), Right: models.RightWork},
	)
}

// seeSiblings lets the window work on a part, and the lead's department and the part's own see of each
// other where they stand and their dates, and no more. The lead itself reads every part (SeesWhole).
func (w *work) seeSiblings(child *work) error {
	return w.tx.AddParties(
		models.CaseParty{CaseID: child.c.ID, Kind: models.PartyDept, Party: child.c.DeptCode, Right: models.RightWork},
		models.CaseParty{CaseID: child.c.ID, Kind: models.PartyDept, Party: policy.WindowParty(w.snap.Settings.WindowDept), Right: models.RightWork},
		models.CaseParty{CaseID: child.c.ID, Kind: models.PartyDept, Party: w.c.DeptCode, Right: models.RightSibling},
		models.CaseParty{CaseID: w.c.ID, Kind: models.PartyDept, Party: child.c.DeptCode, Right: models.RightSibling},
	)
}

// partsEnded tells whether every part of a set has come to its end, so that the set closes.
func partsEnded(parts []models.Case) bool {
	for i := range parts {
		switch c := &parts[i]; c.Status {
		case models.Filed, models.Updated, models.Done, models.Confirmed:
		default:
			if !c.IsTerminal() {
				return false
			}
		}
	}
	return len(parts) > 0
}
