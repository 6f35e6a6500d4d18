package seed

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/store/blob"
	"onestop.internal/workflow/cases"
	"onestop.internal/workflow/files"
)

func TestTheSamplesAreWhatTheirNamesPromise(t *testing.T) {
	disk, err := blob.NewDisk(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = disk.Close() })
	made, err := putSamples(t.Context(), disk)
	if err != nil {
		t.Fatal(err)
	}
	for _, material := range []string{"界址坐标图", "申请表", "水资源论证报告", "营业执照", "承诺书", "其他"} {
		f := made.of(material)
		r, info, err := disk.Open(t.Context(), blob.Key(f.SHA256))
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err := r.Close(); err != nil {
			t.Error(err)
		}
		if err != nil || info.Size != f.Size || len(data) > 4096 {
			t.Errorf("%s: %d bytes, row says %d, %v", material, len(data), f.Size, err)
		}
		kind, err := blob.KindOf(material + f.Name)
		if err != nil || kind.MIME != f.MIME {
			t.Errorf("%s%s: kind %s, row says %s, %v", material, f.Name, kind.MIME, f.MIME, err)
		}
		if err := kind.Check(bytes.NewReader(data), f.Size); err != nil {
			t.Errorf("%s: %v", material, err)
		}
		if f.MIME == "application/pdf" {
			checkXref(t, data)
		}
	}
}

// checkXref follows the table at the end of a PDF to each of its objects.
func checkXref(t *testing.T, data []byte) {
	t.Helper()
	_, tail, _ := strings.Cut(string(data), "startxref\n")
	at, err := strconv.Atoi(strings.Fields(tail)[0])
	if err != nil || !bytes.HasPrefix(data[at:], []byte("xref\n")) {
		t.Fatalf("startxref %q: %v", tail, err)
	}
	lines := strings.Split(string(data[at:]), "\n")
	for i, line := range lines[3:] {
		if !strings.HasSuffix(line, " n ") {
			break
		}
		n, err := strconv.Atoi(line[:10])
		if want := fmt.Sprintf("%d 0 obj\n", i+1); err != nil || !bytes.HasPrefix(data[n:], []byte(want)) {
			t.Errorf("object %d is not at %d", i+1, n)
		}
	}
}

// reads holds the files of a demo against what was handed in, and opens one as its applicant, as another
// enterprise, and as somebody of its department.
func reads(t *testing.T, s *store.Store, b blob.Store) {
	t.Helper()
	pol, err := policy.New()
	if err != nil {
		t.Fatal(err)
	}
	svc := &files.Service{Store: s, Policy: pol, Blob: b, Cases: &cases.Service{Store: s, Policy: pol}}
	ids, err := s.AllCaseIDs(t.Context(), 0, 10_000)
	if err != nil {
		t.Fatal(err)
	}
	objects, n, opened := map[string]bool{}, 0, false
	for _, id := range ids {
		c, err := s.Case(t.Context(), policy.Everything("test"), id)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := s.Files(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		mats, err := s.Materials(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range rows {
			objects[f.SHA256] = true
		}
		for _, m := range mats {
			handed := m.State == models.MaterialHandedIn || m.State == models.MaterialAccepted
			if handed && !slices.ContainsFunc(rows, func(f models.File) bool { return f.MaterialID == m.ID }) {
				t.Errorf("case %d: %s was handed in without a file", id, m.Name)
			}
			if handed {
				n++
			}
		}
		if !opened && c.Flow == models.FlowPermit && len(rows) > 0 && c.AcceptedOn != 0 {
			opened = true
			opens(t, svc, c, rows[0].ID)
		}
	}
	if n == 0 || !opened || len(objects) > len(sampleKinds) {
		t.Errorf("%d materials handed in, opened %t, %d objects", n, opened, len(objects))
	}
}

func opens(t *testing.T, svc *files.Service, c *models.Case, file int64) {
	t.Helper()
	for _, who := range []struct {
		name  string
		actor policy.Actor
		key   string
	}{
		{"the applicant", policy.Actor{UserID: 1, Role: policy.Enterprise, EnterpriseID: c.EnterpriseID, Region: c.Region}, ""},
		{"its department", policy.Actor{UserID: 2, Role: policy.Reviewer, Dept: c.DeptCode, Region: "140999000000"}, ""},
		{"another enterprise", policy.Actor{UserID: 3, Role: policy.Enterprise, EnterpriseID: c.EnterpriseID + 1, Region: c.Region}, "file.not_found"},
		{"an administrator", policy.Actor{UserID: 4, Role: policy.SystemAdmin, Region: "140999000000"}, "denied"},
	} {
		f, r, err := svc.Open(t.Context(), who.actor, file)
		if models.KeyOf(err) != who.key {
			t.Errorf("%s: %v, want %q", who.name, err, who.key)
		}
		if err != nil {
			continue
		}
		data, err := io.ReadAll(r)
		if err != nil || int64(len(data)) != f.Size {
			t.Errorf("%s reads %d bytes of %d: %v", who.name, len(data), f.Size, err)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
}

// has asks a place of files for the checker.
func has(b blob.Store) func(context.Context, string, int64) (bool, error) {
	return (&files.Service{Blob: b}).Has
}
