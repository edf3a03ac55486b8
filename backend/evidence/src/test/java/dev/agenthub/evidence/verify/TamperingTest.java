package dev.agenthub.evidence.verify;

import static dev.agenthub.evidence.ExportFixtures.ORIGIN;
import static dev.agenthub.evidence.ExportFixtures.SIGNER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.ExportFixtures;
import dev.agenthub.evidence.SampleLog;
import dev.agenthub.evidence.chain.Chain;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.chain.Origin;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.note.Checkpoint;
import dev.agenthub.evidence.note.NoteSigner;
import dev.agenthub.evidence.note.Pin;
import dev.agenthub.evidence.verify.report.Finding;
import dev.agenthub.evidence.verify.report.PartState;
import dev.agenthub.evidence.verify.report.Report;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is done to a log or its export after the fact shows. */
class TamperingTest {

    @TempDir
    private Path folder;

    private final List<byte[]> events = SampleLog.ordinary().events();
    private final ExportFixtures.Parts parts = ExportFixtures.Parts.of(events);
    private final int last = events.size() - 1;

    @ParameterizedTest
    @ValueSource(strings = {"first", "middle", "last"})
    void rejectsADeletedEntry(String which) throws IOException {
        int at = place(which);
        parts.events.remove(at);
        parts.links.remove(at);
        assertThat(codes()).contains(Codes.COUNT_MISMATCH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"first", "middle", "last"})
    void rejectsADeletedEntryEvenWithNewLinksAndARightCount(String which) throws IOException {
        parts.events.remove(place(which));
        parts.events.add(events.get(1));
        parts.links = ExportFixtures.links(ORIGIN, parts.events);
        assertThat(codes()).contains(Codes.ROOT_MISMATCH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"first", "middle", "last"})
    void rejectsADoubledEntry(String which) throws IOException {
        int at = place(which);
        parts.events.add(at, events.get(at));
        parts.links.add(at, parts.links.get(at));
        Report report = verify(parts.write(), null);
        assertThat(codes(report)).contains(Codes.LINK_MISMATCH, Codes.COUNT_MISMATCH);
        assertThat(report.firstBrokenEntry().orElseThrow().seq()).isEqualTo(at + 1L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"first", "middle", "last"})
    void rejectsSwappedEntries(String which) throws IOException {
        int at = Math.min(place(which), last - 1);
        Collections.swap(parts.events, at, at + 1);
        Collections.swap(parts.links, at, at + 1);
        Report report = verify(parts.write(), null);
        assertThat(codes(report)).contains(Codes.LINK_MISMATCH, Codes.ROOT_MISMATCH);
        assertThat(report.firstBrokenEntry().orElseThrow().seq()).isEqualTo((long) at);
    }

    @ParameterizedTest
    @ValueSource(strings = {"first", "middle", "last"})
    void rejectsAnInsertedEntryEvenWithNewLinks(String which) throws IOException {
        int at = place(which);
        parts.events.add(at, events.get(1));
        parts.links = ExportFixtures.links(ORIGIN, parts.events);
        assertThat(codes()).contains(Codes.COUNT_MISMATCH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"first", "middle", "last"})
    void namesTheEntryThatWasChanged(String which) throws IOException {
        int at = place(which);
        parts.events.set(at, changed(events.get(at)));
        Report report = verify(parts.write(), null);
        assertThat(report.findings()).extracting(Finding::code).containsExactly(Codes.LINK_MISMATCH);
        assertThat(report.firstBrokenEntry().orElseThrow().seq()).isEqualTo((long) at);
    }

    @ParameterizedTest
    @ValueSource(strings = {"first", "middle", "last"})
    void rejectsAChangedEntryWithNewLinks(String which) throws IOException {
        int at = place(which);
        parts.events.set(at, changed(events.get(at)));
        parts.links = ExportFixtures.links(ORIGIN, parts.events);
        assertThat(codes()).containsExactly(Codes.ROOT_MISMATCH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"first", "middle", "last"})
    void rejectsAnInsertedEntryThatTakesAnothersLink(String which) throws IOException {
        int at = place(which);
        parts.events.add(at, events.get(1));
        parts.links.add(at, parts.links.get(at));
        assertThat(codes()).contains(Codes.LINK_MISMATCH, Codes.COUNT_MISMATCH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"first", "middle", "last"})
    void rejectsAnEntryOfAnotherOrganizationEvenInAnHonestChain(String which) throws IOException {
        int at = place(which);
        List<byte[]> mixed = SampleLog.ordinary().events();
        mixed.add(at, new SampleLog().org(UUID.fromString("018f0000-0000-7000-8000-00000000000b"))
                .append("note.taken", SampleLog.data().build()).events().getFirst());
        Report report = verify(ExportFixtures.export(mixed), null);
        assertThat(report.isVerified()).isFalse();
        assertThat(report.findings()).filteredOn(found -> !found.isWarning()).extracting(Finding::code).first()
                .isEqualTo(Codes.WRONG_ORG);
        assertThat(codes(report)).filteredOn(code -> !code.equals(Codes.TIME_REGRESSED))
                .isSubsetOf(Codes.WRONG_ORG, at == 0 ? Codes.LOG_OPENING_INVALID : Codes.WRONG_ORG);
        assertThat(report.firstBrokenEntry().orElseThrow().seq()).isEqualTo((long) at);
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 8})
    void rejectsAnIncrementalExportOfWhichAnEntryWasDeletedDoubledOrSwapped(int at) throws IOException {
        assertThat(codes(incremental(at, () -> {
            parts.events.removeFirst();
            parts.links.removeFirst();
        }))).contains(Codes.LINK_MISMATCH, Codes.COUNT_MISMATCH);
        assertThat(codes(incremental(at, () -> {
            parts.events.addFirst(parts.events.getFirst());
            parts.links.addFirst(parts.links.getFirst());
        }))).contains(Codes.LINK_MISMATCH, Codes.COUNT_MISMATCH);
        assertThat(codes(incremental(at, () -> {
            Collections.swap(parts.events, 0, 1);
            Collections.swap(parts.links, 0, 1);
        }))).contains(Codes.LINK_MISMATCH, Codes.ROOT_MISMATCH);
    }

    /** The export from an entry on, changed before it is written. */
    private byte[] incremental(int firstSeq, Runnable change) {
        List<Hash> links = ExportFixtures.links(ORIGIN, events);
        parts.events = new ArrayList<>(events.subList(firstSeq, events.size()));
        parts.links = new ArrayList<>(links.subList(firstSeq, events.size()));
        parts.frontier = ExportFixtures.frontier(links, firstSeq);
        change.run();
        return parts.write();
    }

    @Test
    void rejectsALogThatWasEmptied() throws IOException {
        parts.events.clear();
        parts.links.clear();
        assertThat(codes()).contains(Codes.COUNT_MISMATCH);
        Report signedAgain = verify(ExportFixtures.export(List.of()), ExportFixtures.pin(events, 1));
        assertThat(codes(signedAgain)).containsExactly(Codes.PIN_ROLLED_BACK);
    }

    @Test
    void rejectsAnotherOrganizationsWholeChain() throws IOException {
        Origin other = new Origin("agenthub.example", SampleLog.id("other"), 1);
        parts.links = ExportFixtures.links(other, events);
        assertThat(codes()).contains(Codes.LINK_MISMATCH, Codes.ROOT_MISMATCH);
    }

    @Test
    void rejectsAnEntryThatIsNoEvent() throws IOException {
        assertThat(codes(appended("{\"a\":1}"))).containsExactly(Codes.ENTRY_MALFORMED);
        assertThat(codes(appended("not JSON"))).containsExactly(Codes.ENTRY_MALFORMED);
    }

    @Test
    void rejectsAnEntryWithANewlineInIt() throws IOException {
        assertThat(codes(appended("{\n}"))).contains(Codes.ENTRY_MALFORMED);
    }

    @Test
    void rejectsAnEntryThatIsNotCanonical() throws IOException {
        String spaced = new String(events.getLast(), StandardCharsets.UTF_8).replaceFirst(":", ": ");
        assertThat(codes(appended(spaced))).containsExactly(Codes.ENTRY_NOT_CANONICAL);
    }

    @Test
    void rejectsAnEventWhoseDataLacksWhatItsTypeNeeds() throws IOException {
        SampleLog log = SampleLog.ordinary().append("run.started", SampleLog.data().build());
        assertThat(codes(ExportFixtures.export(log.events()))).containsExactly(Codes.ENTRY_MALFORMED);
    }

    @Test
    void warnsOfATimeThatGoesBackwards() throws IOException {
        SampleLog log = SampleLog.ordinary().at(SampleLog.START).append("note.taken", SampleLog.data().build());
        Report report = verify(ExportFixtures.export(log.events()), null);
        assertThat(report.findings()).extracting(Finding::code).containsExactly(Codes.TIME_REGRESSED);
        assertThat(report.isVerified()).isTrue();
    }

    @Test
    void rejectsACheckpointOfAnotherRootOrSize() throws IOException {
        parts.checkpoint = new Checkpoint(ORIGIN.toString(), events.size(), Hash.sha256()).sign(SIGNER);
        assertThat(codes()).containsExactly(Codes.ROOT_MISMATCH);
        parts.checkpoint = ExportFixtures.checkpoint(events, last);
        assertThat(codes()).containsExactly(Codes.COUNT_MISMATCH);
    }

    @Test
    void rejectsACheckpointThatIsNotSignedByTheTrustedKey() throws IOException {
        NoteSigner stranger = new NoteSigner(ORIGIN.toString(), ExportFixtures.seed("stranger"));
        Checkpoint honest = Checkpoint.unverified(parts.checkpoint);
        parts.checkpoint = honest.sign(stranger);
        assertThat(codes()).containsExactly(Codes.SIGNATURE_MISSING);
        String forged = ExportFixtures.checkpoint(events, last);
        parts.checkpoint = honest.text() + forged.substring(forged.indexOf("\n\n") + 1);
        assertThat(codes()).containsExactly(Codes.SIGNATURE_INVALID);
        parts.checkpoint = "nothing";
        assertThat(codes()).containsExactly(Codes.CHECKPOINT_MALFORMED);
    }

    @Test
    void rejectsAnOlderCheckpointThatDoesNotLieOnTheWay() throws IOException {
        parts.olderCheckpoints = List.of(ExportFixtures.checkpoint(events, 0), ExportFixtures.checkpoint(events, 3));
        assertThat(codes()).isEmpty();
        parts.olderCheckpoints = List.of(new Checkpoint(ORIGIN.toString(), 3, Hash.sha256()).sign(SIGNER));
        assertThat(codes()).containsExactly(Codes.ROOT_MISMATCH);
        NoteSigner stranger = new NoteSigner(ORIGIN.toString(), ExportFixtures.seed("stranger"));
        parts.olderCheckpoints = List.of(Checkpoint.unverified(ExportFixtures.checkpoint(events, 3)).sign(stranger));
        assertThat(codes()).containsExactly(Codes.SIGNATURE_MISSING);
    }

    @Test
    void rejectsALogRolledBackBelowThePin() throws IOException {
        Pin pin = ExportFixtures.pin(events, events.size());
        Report report = verify(ExportFixtures.export(events.subList(0, last)), pin);
        assertThat(codes(report)).containsExactly(Codes.PIN_ROLLED_BACK);
        assertThat(report.pinned()).isFalse();
    }

    @Test
    void passesAWholeHistoryRewrittenWithTheRealKeyOnlyUnpinned() throws IOException {
        List<byte[]> rewritten = SampleLog.opened().events();
        while (rewritten.size() < events.size()) {
            rewritten.add(rewritten.getLast());
        }
        byte[] export = ExportFixtures.export(rewritten);
        Report unpinned = verify(export, null);
        assertThat(unpinned.isVerified()).isTrue();
        assertThat(unpinned.parts().pin()).isEqualTo(PartState.UNPINNED);
        for (int pinned : new int[]{8, last, events.size()}) {
            Report report = verify(export, ExportFixtures.pin(events, pinned));
            assertThat(codes(report)).containsExactly(Codes.PIN_FORKED);
            assertThat(report.findings().getFirst().message()).startsWith("The log was forked: at the pin's " + pinned);
            assertThat(report.checkpoint()).isNotNull();
            assertThat(report.pin()).isNotNull();
        }
    }

    @Test
    void doesNotLetARenamedOriginResetThePin() throws IOException {
        Origin renamed = new Origin("agenthub.example", ExportFixtures.ORG, 2);
        NoteSigner signer = new NoteSigner(renamed.toString(), ExportFixtures.seed("checkpoint"));
        Pin pin = ExportFixtures.pin(events, 3);
        parts.origin = renamed;
        events.set(0, new SampleLog()
                .append(EventType.LOG_RESTORED, SampleLog.data().put("origin", renamed.toString())
                        .put("previousCheckpoint", parts.checkpoint).put("reason", "The disk failed").build())
                .events().getFirst());
        parts.events = events;
        parts.links = ExportFixtures.links(renamed, events);
        parts.checkpoint = new Checkpoint(renamed.toString(), events.size(), ExportFixtures.tree(parts.links).root())
                .sign(signer);
        assertThat(codes(verify(parts.write(), pin)))
                .containsExactly(Codes.PIN_ORIGIN_CHANGED);
        Report withItsKey = Verifier.verify(ExportFixtures.write(folder, parts.write()),
                VerifyOptions.of(signer.verifierKey(), pin));
        assertThat(codes(withItsKey)).containsExactly(Codes.PIN_ORIGIN_CHANGED);
    }

    @Test
    void rejectsAnIndexThatNamesAnotherOrigin() throws IOException {
        parts.origin = new Origin("elsewhere.example", ExportFixtures.ORG, 1);
        assertThat(codes()).containsExactly(Codes.ARCHIVE_INVALID);
    }

    @Test
    void rejectsAPayloadThatIsNotCanonical() throws IOException {
        parts.payloads = List.of("{ }".getBytes(StandardCharsets.UTF_8));
        assertThat(codes()).containsExactly(Codes.PAYLOAD_MISMATCH);
    }

    @Test
    void rejectsAPayloadThatIsNoJson() throws IOException {
        parts.payloads = List.of("nothing".getBytes(StandardCharsets.UTF_8));
        assertThat(codes()).containsExactly(Codes.PAYLOAD_MISMATCH);
    }

    @Test
    void comparesACheckpointAtEitherEndOfTheExport() throws IOException {
        parts.olderCheckpoints = List.of(ExportFixtures.checkpoint(events));
        assertThat(codes()).isEmpty();
        parts.olderCheckpoints = List.of(new Checkpoint(ORIGIN.toString(), 4, Hash.sha256()).sign(SIGNER));
        Report report = verify(incremental(4, () -> {}), null);
        assertThat(report.findings()).filteredOn(found -> !found.isWarning()).extracting(Finding::message)
                .containsExactly("checkpoints/4 has another root than these entries.");
    }

    private byte[] appended(String event) {
        parts.events = SampleLog.ordinary().events();
        parts.events.add(event.getBytes(StandardCharsets.UTF_8));
        return ExportFixtures.export(parts.events);
    }

    private int place(String which) {
        return switch (which) {
            case "first" -> 0;
            case "middle" -> events.size() / 2;
            default -> last;
        };
    }

    private static byte[] changed(byte[] event) {
        String text = new String(event, StandardCharsets.UTF_8);
        String changed = text.replace("\"name\":\"AgentHub\"", "\"name\":\"AgentHut\"")
                .replace("\"name\":\"Support agent\"", "\"name\":\"Support agend\"");
        assertThat(changed).isNotEqualTo(text);
        return changed.getBytes(StandardCharsets.UTF_8);
    }

    private List<String> codes() throws IOException {
        return codes(parts.write());
    }

    private List<String> codes(byte[] export) throws IOException {
        return codes(verify(export, null));
    }

    private static List<String> codes(Report report) {
        assertThat(report.isVerified()).isEqualTo(report.findings().isEmpty());
        return report.findings().stream().map(Finding::code).distinct().toList();
    }

    private Report verify(byte[] export, @Nullable Pin pin) throws IOException {
        return Verifier.verify(ExportFixtures.write(folder, export),
                VerifyOptions.of(pin == null ? SIGNER.verifierKey() : null, pin));
    }

    /** The chain's own functions stand in for the database here; they must be the ones that the format names. */
    @Test
    void linksFromTheGenesisOfItsOrigin() {
        Hash first = Chain.link(0, Chain.genesis(ORIGIN), Chain.event(events.getFirst()));
        assertThat(ExportFixtures.links(ORIGIN, events).getFirst()).isEqualTo(first);
    }
}
