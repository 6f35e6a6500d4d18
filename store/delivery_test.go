package store

import (
	"testing"
	"time"

	"onestop.internal/models"
)

func planOnce(t *testing.T, s *Store, want int64) planned {
	t.Helper()
	if n, err := s.PlanDeliveries(t.Context(), "h", nil); err != nil || n != want {
		t.Fatalf("planned %d (%v), want %d", n, err, want)
	}
	var p planned
	err := s.InTx(t.Context(), func(tx *Tx) (err error) {
		_, p, err = tx.planOf("h")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func putFact(t *testing.T, s *Store, id int64) {
	t.Helper()
	if err := s.write.Create(&models.Outbox{ID: id, Kind: "case.x", CreatedAt: 1}).Error; err != nil {
		t.Fatal(err)
	}
}

// age makes the mark of the planner older than a commit may take.
func age(t *testing.T, s *Store) {
	t.Helper()
	err := s.InTx(t.Context(), func(tx *Tx) error {
		was, p, err := tx.planOf("h")
		if err != nil {
			return err
		}
		p.At -= commitLag.Milliseconds()
		return tx.setPlan("h", was, p)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAFactThatCommitsLateIsPlannedAllTheSame(t *testing.T) {
	s := openTest(t)
	s.lag = commitLag // as on MySQL
	putFact(t, s, 10)
	if p := planOnce(t, s, 1); p.Low != 0 || p.Mark != 10 {
		t.Fatalf("progress %+v", p)
	}
	putFact(t, s, 7) // drew its id before 10 and commits after it
	putFact(t, s, 20)
	if p := planOnce(t, s, 2); p.Low != 0 || p.Mark != 10 {
		t.Fatalf("before the mark has aged: %+v", p)
	}
	age(t, s)
	if p := planOnce(t, s, 0); p.Low != 10 || p.Mark != 20 {
		t.Fatalf("once it has aged: %+v", p)
	}
	age(t, s)
	if p := planOnce(t, s, 0); p.Low != 20 {
		t.Errorf("at the end: %+v", p)
	}
	if p := planOnce(t, s, 0); p.Low != 20 {
		t.Errorf("nothing new: %+v", p)
	}
}

func TestALateFactIsFoundAlsoWhereTheNewestHaveBeenLookedAt(t *testing.T) {
	s := openTest(t)
	s.lag = commitLag
	at := s.now()
	s.now = func() time.Time { return at }
	putFact(t, s, 10)
	planOnce(t, s, 1)
	at = at.Add(scanAge) // 10 is old now
	planOnce(t, s, 0)
	at = at.Add(scanAge)
	putFact(t, s, 20)
	planOnce(t, s, 1)
	putFact(t, s, 7) // its transaction took that long
	planOnce(t, s, 0)
	if s.scans["h"].near != 10 {
		t.Fatalf("looks after %d, want 10", s.scans["h"].near)
	}
	at = at.Add(scanWhole)
	planOnce(t, s, 1)
}

func TestWhereFactsComeInOrderEachIsLookedAtOnce(t *testing.T) {
	s := openTest(t)
	s.lag = 0 // as on SQLite
	putFact(t, s, 10)
	if p := planOnce(t, s, 1); p.Low != 10 {
		t.Fatalf("progress %+v", p)
	}
	if err := s.write.Create(&models.Outbox{ID: 11, Kind: StreamOnly + "new", CreatedAt: 1}).Error; err != nil {
		t.Fatal(err)
	}
	if p := planOnce(t, s, 0); p.Low != 10 || s.scans["h"].near != 11 {
		t.Errorf("a fact for nobody: progress %+v, looked at up to %d", p, s.scans["h"].near)
	}
	putFact(t, s, 12)
	s.scans = nil // another instance
	if p := planOnce(t, s, 1); p.Low != 12 {
		t.Errorf("progress %+v", p)
	}
}

func TestABacklogIsPlannedInParts(t *testing.T) {
	s := openTest(t)
	s.lag = commitLag
	rows := make([]models.Outbox, PlanBatch+PlanBatch/2)
	for i := range rows {
		rows[i] = models.Outbox{Kind: "case.x", CreatedAt: 1}
	}
	if err := s.write.CreateInBatches(rows, 500).Error; err != nil {
		t.Fatal(err)
	}
	planOnce(t, s, PlanBatch)
	age(t, s)
	if p := planOnce(t, s, PlanBatch/2); p.Low != p.Mark {
		t.Errorf("progress %+v", p)
	}
	planOnce(t, s, 0)
}

func TestTheFiguresSayHowFarTheHandlersAreBehind(t *testing.T) {
	s := openTest(t)
	if n, at, err := s.Undelivered(t.Context(), []string{"h"}); n != 0 || at != 0 || err != nil {
		t.Fatalf("nothing to deliver: %d since %d, %v", n, at, err)
	}
	putFact(t, s, 10)
	putFact(t, s, 11)
	planOnce(t, s, 2)
	if n, at, err := s.Undelivered(t.Context(), []string{"h"}); n != 2 || at != 1 || err != nil {
		t.Errorf("two wait: %d since %d, %v", n, at, err)
	}
	if n, _, err := s.Undelivered(t.Context(), []string{"other"}); n != 0 || err != nil {
		t.Errorf("another handler has %d: %v", n, err)
	}
	if p := s.Pool(); p.OpenConnections == 0 {
		t.Errorf("the pool has no connection: %+v", p)
	}
}
