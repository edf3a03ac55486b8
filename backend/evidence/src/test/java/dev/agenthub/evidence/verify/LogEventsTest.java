package dev.agenthub.evidence.verify;

import static dev.agenthub.evidence.ExportFixtures.ORG;
import static dev.agenthub.evidence.ExportFixtures.ORIGIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.ExportFixtures;
import dev.agenthub.evidence.SampleLog;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.chain.Origin;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.note.Checkpoint;
import dev.agenthub.evidence.note.NoteSigner;
import dev.agenthub.evidence.verify.report.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a log says about itself is what it is. */
class LogEventsTest {

    private static final Hash WRONG = Hash.sha256(new byte[1]);
    private static final Origin SECOND = new Origin("agenthub.example", ORG, 2);

    @TempDir
    private Path folder;

    private final SampleLog log = SampleLog.opened();
    private final List<String> older = new ArrayList<>();

    @Test
    void takesALogThatOpensAsWhatItIs() throws IOException {
        assertThat(codes(ORIGIN, log, 0)).isEmpty();
        assertThat(codes(SECOND, restored(SECOND, note(ORIGIN)), 0)).isEmpty();
        String renamed = note(new Origin("elsewhere.example", ORG, 1));
        assertThat(codes(SECOND, restored(SECOND, renamed), 0)).isEmpty();
    }

    @Test
    void rejectsALogThatDoesNotOpen() throws IOException {
        assertThat(codes(ORIGIN, new SampleLog().append("note.taken", JsonObject.builder().build()), 0))
                .containsExactly(Codes.LOG_OPENING_INVALID + " at 0");
    }

    @Test
    void rejectsASecondOpening() throws IOException {
        int again = log.events().size();
        log.append(EventType.LOG_OPENED, opening(ORIGIN).build());
        log.append(EventType.LOG_RESTORED, restoring(ORIGIN, note(ORIGIN)).build());
        List<String> both = List.of(Codes.LOG_OPENING_INVALID + " at " + again,
                Codes.LOG_OPENING_INVALID + " at " + (again + 1));
        assertThat(codes(ORIGIN, log, 0)).isEqualTo(both);
        assertThat(codes(ORIGIN, log, again)).isEqualTo(both);
    }

    @Test
    void rejectsALogThatOpensAsAnother() throws IOException {
        for (Origin other : List.of(SECOND, new Origin("elsewhere.example", ORG, 1),
                new Origin("agenthub.example", SampleLog.id("another"), 1))) {
            SampleLog another = new SampleLog().append(EventType.LOG_OPENED, opening(other).build());
            assertThat(codes(ORIGIN, another, 0)).containsExactly(Codes.LOG_OPENING_INVALID + " at 0");
        }
        SampleLog restoredFirst = new SampleLog().append(EventType.LOG_RESTORED,
                restoring(ORIGIN, note(ORIGIN)).build());
        assertThat(codes(ORIGIN, restoredFirst, 0)).containsExactly(Codes.LOG_OPENING_INVALID + " at 0");
        SampleLog openedAgain = new SampleLog().append(EventType.LOG_OPENED, opening(SECOND).build());
        assertThat(codes(SECOND, openedAgain, 0)).containsExactly(Codes.LOG_OPENING_INVALID + " at 0");
    }

    @Test
    void rejectsARestoreThatContinuesNoEarlierLog() throws IOException {
        for (String previous : List.of("", "nothing", note(SECOND), note(new Origin("agenthub.example", ORG, 3)),
                note(new Origin("agenthub.example", SampleLog.id("another"), 1)),
                note(ORIGIN).substring(0, note(ORIGIN).indexOf("\n\n") + 1))) {
            assertThat(codes(SECOND, restored(SECOND, previous), 0)).as(previous)
                    .containsExactly(Codes.LOG_OPENING_INVALID + " at 0");
        }
    }

    @Test
    void callsAnEventMalformedThatLacksWhatItsTypeNeeds() throws IOException {
        for (String type : List.of(EventType.LOG_OPENED, EventType.LOG_RESTORED)) {
            SampleLog bare = new SampleLog().append(type, JsonObject.builder().build());
            assertThat(codes(ORIGIN, bare, 0)).containsExactly(Codes.ENTRY_MALFORMED + " at 0");
        }
        SampleLog withoutReason = new SampleLog().append(EventType.LOG_RESTORED,
                opening(SECOND).put("previousCheckpoint", note(ORIGIN)).build());
        assertThat(codes(SECOND, withoutReason, 0)).containsExactly(Codes.ENTRY_MALFORMED + " at 0");
        int seq = log.events().size();
        publish(-1, Hash.sha256());
        log.append(EventType.CHECKPOINT_PUBLISHED, JsonObject.builder().put("size", 1).put("root", "00").build());
        assertThat(codes(ORIGIN, log, 0)).containsExactly(Codes.ENTRY_MALFORMED + " at " + seq,
                Codes.ENTRY_MALFORMED + " at " + (seq + 1));
    }

    @Test
    void takesCheckpointsThatAreThereAndOfTheTree() throws IOException {
        publish(3, root(3));
        publish(log.events().size(), root(log.events().size()));
        publish(0, root(0));
        keep(0, 3, log.events().size() - 2);
        for (int from = 0; from <= log.events().size(); from++) {
            assertThat(codes(ORIGIN, log, from)).as("from %d", from).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 5})
    void rejectsACheckpointOfAnotherRoot(int size) throws IOException {
        int seq = log.events().size();
        publish(size, WRONG);
        keep(size);
        assertThat(codes(ORIGIN, log, 0)).containsExactly(Codes.CHECKPOINT_MISMATCH + " at " + seq);
        assertThat(codes(ORIGIN, log, size)).containsExactly(Codes.CHECKPOINT_MISMATCH + " at " + seq);
    }

    @Test
    void cannotJudgeTheRootOfASizeBeforeAnIncrement() throws IOException {
        int seq = log.events().size();
        publish(3, WRONG);
        keep(3);
        assertThat(codes(ORIGIN, log, 4)).isEmpty();
        older.clear();
        assertThat(codes(ORIGIN, log, 4)).containsExactly(Codes.CHECKPOINT_MISSING + " at " + seq);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 5})
    void rejectsACheckpointThatIsNotThereAndComparesItAllTheSame(int size) throws IOException {
        int seq = log.events().size();
        publish(size, root(size));
        publish(size, WRONG);
        List<String> found = List.of(Codes.CHECKPOINT_MISSING + " at " + seq,
                Codes.CHECKPOINT_MISSING + " at " + (seq + 1), Codes.CHECKPOINT_MISMATCH + " at " + (seq + 1));
        assertThat(codes(ORIGIN, log, 0)).isEqualTo(found);
        assertThat(codes(ORIGIN, log, size)).isEqualTo(found);
    }

    @Test
    void rejectsACheckpointOfEntriesThatWereNotThereYet() throws IOException {
        int seq = log.events().size();
        publish(seq + 1, Hash.sha256());
        publish(1000, Hash.sha256());
        keep(seq + 1);
        assertThat(codes(ORIGIN, log, 0)).containsExactly(Codes.CHECKPOINT_MISMATCH + " at " + seq,
                Codes.CHECKPOINT_MISSING + " at " + (seq + 1), Codes.CHECKPOINT_MISMATCH + " at " + (seq + 1));
    }

    @Test
    void looksAtNoMoreCheckpointsAfterNinetyNineBadOnes() throws IOException {
        int seq = log.events().size();
        for (int i = 0; i < 300; i++) {
            publish(3, root(3));
        }
        List<String> found = codes(ORIGIN, log, 0);
        assertThat(found).hasSize(100).contains(Codes.CHECKPOINT_MISSING + " at " + (seq + 98))
                .doesNotContain(Codes.CHECKPOINT_MISSING + " at " + (seq + 99));
    }

    private static JsonObject.Builder opening(Origin origin) {
        return JsonObject.builder().put("origin", origin.toString());
    }

    private static JsonObject.Builder restoring(Origin origin, String previous) {
        return opening(origin).put("previousCheckpoint", previous).put("reason", "The disk failed");
    }

    private static SampleLog restored(Origin origin, String previous) {
        return new SampleLog().append(EventType.LOG_RESTORED, restoring(origin, previous).build());
    }

    private static NoteSigner signer(Origin origin) {
        return new NoteSigner(origin.toString(), ExportFixtures.seed("checkpoint"));
    }

    private static String note(Origin origin) {
        return new Checkpoint(origin.toString(), 9, Hash.sha256()).sign(signer(origin));
    }

    private void publish(long size, Hash root) {
        log.append(EventType.CHECKPOINT_PUBLISHED,
                JsonObject.builder().put("size", size).put("root", root.hex()).build());
    }

    /** The root of the log so far, at a size. */
    private Hash root(int size) {
        return ExportFixtures.tree(ExportFixtures.links(ORIGIN, log.events().subList(0, size))).root();
    }

    /** Puts checkpoints of the log, complete by now, into the export. */
    private void keep(int... sizes) {
        for (int size : sizes) {
            older.add(ExportFixtures.checkpoint(log.events(), size));
        }
    }

    /**
     * The codes of what is found in the export of a log from an entry on, each with its
     * place, without the warning that goes with increments.
     */
    private List<String> codes(Origin origin, SampleLog written, int from) throws IOException {
        List<byte[]> events = written.events();
        List<Hash> links = ExportFixtures.links(origin, events);
        ExportFixtures.Parts parts = new ExportFixtures.Parts(events.subList(from, events.size()),
                links.subList(from, events.size()),
                new Checkpoint(origin.toString(), events.size(), ExportFixtures.tree(links).root())
                        .sign(signer(origin)));
        parts.origin = origin;
        parts.frontier = from == 0 ? null : ExportFixtures.frontier(links, from);
        parts.olderCheckpoints = older;
        Report report = Verifier.verify(ExportFixtures.write(folder, parts.write()),
                VerifyOptions.of(signer(origin).verifierKey(), null));
        return report.findings().stream().filter(found -> !found.isWarning())
                .map(found -> found.code() + " at " + found.seq()).toList();
    }
}
