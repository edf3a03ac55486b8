package dev.agenthub.app.tour;

import dev.agenthub.app.tour.Tour.Step;
import dev.agenthub.app.verification.ExportFile;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.note.Pin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The tour's steps as an auditor: reads the log, exports it, verifies the file with and without a pin, and detects a forged copy. */
final class EvidenceSteps {
    private final WindowReader reader;
    private final WindowRobot robot;
    private final TourDialogs dialogs;
    private final Path folder;
    private final PeopleSteps people;

    EvidenceSteps(WindowReader reader, WindowRobot robot, TourDialogs dialogs, Path folder, PeopleSteps people) {
        this.reader = reader;
        this.robot = robot;
        this.dialogs = dialogs;
        this.folder = folder;
        this.people = people;
    }

    List<Step> steps() {
        return List.of(
                new Step("audit", "Ada signs in again and finds the refusal in the log", this::readTheLog),
                new Step("export", "She exports the log with its verifier key", this::export),
                new Step("unpinned", "Verified without a pin: intact, and UNPINNED", this::verifyUnpinned),
                new Step("pinned", "She saves a pin and verifies by it: complete up to it", this::verifyPinned),
                new Step("report", "The report, for people and for programs", this::saveReport),
                new Step("changed-byte", "A copy with one changed byte is refused, and where", this::verifyForged));
    }

    private Path file(String extension) {
        return folder.resolve("northwind." + extension);
    }

    private void readTheLog() {
        people.signIn(PeopleSteps.ADA);
        robot.click("rail-audit");
        robot.click("the row of the refusal", node -> "refused to run".equals(WindowReader.text(node)));
        reader.read("audit-what", "refused to run");
        reader.read("audit-recomputed", "recomputed here");
        reader.read("audit-bytes", "\"code\":\"RUN_HASH_MISMATCH\"");
    }

    private void export() throws IOException {
        // A pin of an earlier tour is of another log, and a pin is never replaced by another log's.
        Files.deleteIfExists(file("pin"));
        Files.deleteIfExists(file("pin.state"));
        dialogs.answer(file("ahexport"));
        robot.click("audit-export");
        reader.read("audit-exported", "northwind.vkey");
        StepFailedException.unless(Files.size(file("vkey")) > 0, "the verifier key is missing");
        expect(EventType.RUN_FINISHED, 4);
        expect(EventType.RUN_REFUSED, 1);
        expect(EventType.APPROVAL_DECIDED, 5);
        expect(EventType.MEMBER_KEY_ENROLLED, 2);
    }

    private void expect(String type, int count) throws IOException {
        long found = events().stream().filter(event -> event.type().equals(type)).count();
        StepFailedException.unless(found == count,
                "the export should hold " + count + " × " + type + " and holds " + found);
    }

    private List<AuditEvent> events() throws IOException {
        var events = new ArrayList<AuditEvent>();
        for (byte[] event = ExportFile.event(file("ahexport"), 0); event != null; event = ExportFile.event(file(
                "ahexport"), events.size())) {
            events.add(AuditEvent.parse(event));
        }
        return events;
    }

    private void verifyUnpinned() {
        robot.click("audit-verify");
        reader.read("verify-verdict", "nothing says it is complete");
        reader.read("verify-legend", "UNPINNED");
        reader.read("verify-controls", "4 runs, each with its approval: 3 approved, 1 allowed by policy");
    }

    private void verifyPinned() throws IOException {
        dialogs.answer(file("pin"));
        robot.click("verify-save-pin");
        reader.read("verify-saved", "northwind.pin");
        Pin pin = Pin.read(file("pin"));
        robot.click("verify-again");
        reader.read("verify-verdict", "complete up to your pin");
        StepFailedException.unless(pin.checkpoint().size() == events().size(), "the pin is not of the whole export");
    }

    private void saveReport() throws IOException {
        dialogs.answer(folder.resolve("report.html"));
        robot.click("verify-save-report");
        reader.read("verify-saved", "report.json");
        StepFailedException.unless(Files.readString(folder.resolve("report.html")).contains("complete up to your pin"),
                "report.html does not hold the verdict");
        JsonObject report = (JsonObject) JsonValue.parse(Files.readAllBytes(folder.resolve("report.json")));
        StepFailedException.unless(report.string("verdict").equals("VERIFIED") && report.bool("pinned"),
                "report.json says otherwise: " + report.string("verdict"));
    }

    private void verifyForged() throws IOException {
        long seq = seqOfTheFirst(EventType.RUN_FINISHED);
        Path forged = folder.resolve("northwind-one-byte-changed.ahexport");
        TamperedCopy.write(file("ahexport"), forged, seq, 'x', 'X');
        dialogs.answer(forged);
        robot.click("verify-choose");
        reader.read("verify-verdict", "Broken at entry " + seq);
        robot.click("verify-show-entry-" + seq);
        reader.read("verify-entry-title", "Entry " + seq);
        reader.read("verify-entry-bytes", "eXecuted");
    }

    private long seqOfTheFirst(String type) throws IOException {
        List<AuditEvent> events = events();
        AuditEvent first = events.stream().filter(event -> event.type().equals(type)).findFirst().orElse(null);
        return events.indexOf(Objects.requireNonNull(first, type));
    }
}
