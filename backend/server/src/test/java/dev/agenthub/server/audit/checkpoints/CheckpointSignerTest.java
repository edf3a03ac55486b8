package dev.agenthub.server.audit.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.evidence.chain.Chain;
import dev.agenthub.evidence.chain.Origin;
import dev.agenthub.evidence.export.Frontier;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.merkle.CompactRange;
import dev.agenthub.evidence.note.Checkpoint;
import dev.agenthub.evidence.note.NoteSigner;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.common.Ids;
import dev.agenthub.server.folder.DataFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointSignerTest {
    private final Origin origin = new Origin("test", Ids.next(), 1);
    private final List<StoredLog.Entry> log = log("a", 20);
    @TempDir
    private Path folder;
    private DataFolder data;
    private CheckpointSigner signer;

    @BeforeEach
    void open() {
        data = DataFolder.open(folder);
        signer = new CheckpointSigner(data);
    }

    @AfterEach
    void close() {
        data.close();
    }

    @Test
    void signsTheRootOfTheLinksUnderTheOriginsName() {
        var signed = sign(log.subList(0, 5));

        CompactRange tree = new CompactRange();
        log.subList(0, 5).forEach(entry -> tree.append(entry.link()));
        assertThat(Checkpoint.open(signed.note(), signer.verifierKey(origin)))
                .isEqualTo(new Checkpoint(origin.toString(), 5, tree.root()));
    }

    @Test
    void signsEveryContinuation() {
        for (int size : List.of(0, 1, 2, 7, 7, 8, 20)) {
            assertThat(sign(log.subList(0, size)).checkpoint().size()).isEqualTo(size);
        }
    }

    @Test
    void givesTheSameNoteForTheSameTree() {
        assertThat(sign(log).note()).isEqualTo(sign(log).note());
    }

    @Test
    void remembersWhatItSignedAfterARestart() {
        var signed = sign(log.subList(0, 9));

        signer = new CheckpointSigner(data);

        assertThat(signer.last(origin)).isEqualTo(signed);
        assertRefused(log.subList(0, 8), "CHECKPOINT_ROLLED_BACK");
    }

    @Test
    void refusesALogThatWasRolledBack() {
        var signed = sign(log.subList(0, 9));

        assertRefused(log.subList(0, 8), "CHECKPOINT_ROLLED_BACK");
        assertRefused(List.of(), "CHECKPOINT_ROLLED_BACK");
        assertThat(signer.last(origin)).isEqualTo(signed);
    }

    @Test
    void readsOnlyWhatIsNewerThanTheLastCheckpoint() {
        sign(log.subList(0, 9));
        signer = new CheckpointSigner(data);
        List<Long> from = new ArrayList<>();

        var signed = signer.sign(head(log), (first, reader) -> {
            from.add(first);
            log.subList(9, 20).forEach(reader);
        });

        assertThat(from).containsExactly(9L);
        assertThat(signed.checkpoint().root()).isEqualTo(root(log));
    }

    @Test
    void refusesALogWhosePastIsAnother() {
        sign(log.subList(0, 9));

        for (int length = 9; length <= 20; length++) {
            assertRefused(log("b", length), "CHECKPOINT_FORKED");
        }
    }

    @Test
    void findsWhatWasChangedInThePastWhenItComputesTheWhole() {
        sign(log.subList(0, 9));

        for (int changed = 0; changed < 9; changed++) {
            List<StoredLog.Entry> altered = new ArrayList<>(log);
            altered.set(changed, new StoredLog.Entry(new byte[]{1}, log.get(changed).link()));
            assertThat(sign(log.subList(0, 9)).checkpoint().size()).isEqualTo(9);
            assertWholeRefused(altered, "CHECKPOINT_FORKED");
            altered.set(changed, new StoredLog.Entry(log.get(changed).event(), Hash.sha256(new byte[]{1})));
            assertWholeRefused(altered, "CHECKPOINT_FORKED");
        }
        List<StoredLog.Entry> swapped = new ArrayList<>(log);
        swapped.set(3, log.get(4));
        swapped.set(4, log.get(3));
        assertWholeRefused(swapped, "CHECKPOINT_FORKED");
        assertWholeRefused(log("b", 20), "CHECKPOINT_FORKED");
    }

    @Test
    void refusesANewEntryThatIsNotWhatWasLinked() {
        sign(log.subList(0, 9));
        List<StoredLog.Entry> altered = new ArrayList<>(log);
        altered.set(12, new StoredLog.Entry(new byte[]{1}, log.get(12).link()));

        assertRefused(altered, "CHECKPOINT_LINK_MISMATCH");
        assertWholeRefused(altered, "CHECKPOINT_LINK_MISMATCH");
        altered.set(9, altered.get(12));
        assertRefused(altered, "CHECKPOINT_FORKED");
    }

    @Test
    void knowsTheStateBeforeAnyPlaceOfALogThatItComputedAgain() {
        for (int since : List.of(1, 2, 7, 16, 20)) {
            Frontier frontier = Objects.requireNonNull(whole(log, since).frontier());

            assertThat(frontier.size()).isEqualTo(since);
            assertThat(frontier.head()).isEqualTo(log.get(since - 1).link());
            assertThat(frontier.range().root()).isEqualTo(root(log.subList(0, since)));
        }
        assertThat(whole(log, 0).frontier()).isNull();
        assertThat(whole(log, 0).bytes()).isEqualTo(log.stream().mapToInt(entry -> entry.event().length).sum());
        assertThat(whole(log, 19).bytes()).isEqualTo(log.getLast().event().length);
    }

    @Test
    void refusesALogThatShowsLessThanItCounts() {
        assertRefused(new AuditLog.Head(origin, 21, log.getLast().link()), log, "CHECKPOINT_LINKS_MISSING");
    }

    @Test
    void refusesALogThatDoesNotEndAtItsHead() {
        assertRefused(new AuditLog.Head(origin, 20, log.getFirst().link()), log, "CHECKPOINT_LINKS_MISSING");
        sign(log.subList(0, 9));
        assertRefused(new AuditLog.Head(origin, 9, log.getFirst().link()), log.subList(0, 9), "CHECKPOINT_FORKED");
    }

    @Test
    void goesOnFromAMemoryThatIsANoteAlone() throws Exception {
        var signed = sign(log.subList(0, 9));
        Files.writeString(memory(), signed.note());

        assertThat(signer.last(origin)).isEqualTo(signed);
        assertRefused(log("b", 20), "CHECKPOINT_FORKED");
        assertRefused(log.subList(0, 8), "CHECKPOINT_ROLLED_BACK");
        assertThat(sign(log.subList(0, 9))).as("the same note, its tree now remembered").isEqualTo(signed);
        assertThat(memory()).content().startsWith("agenthub/signer/v1\n").endsWith(signed.note());
        assertThat(sign(log).checkpoint().root()).isEqualTo(root(log));
    }

    @Test
    void refusesALogThatCallsItselfAnother() {
        sign(log);

        assertRefused(new AuditLog.Head(new Origin("test", origin.org(), 2), 20, log.getLast().link()), log,
                "CHECKPOINT_ORIGIN_CHANGED");
    }

    @Test
    void citesTheIncarnationBeforeAlsoWithAnOlderMemory() throws Exception {
        String first = sign(log.subList(0, 5)).note();
        String memory = Files.readString(memory());
        CheckpointSigner.Succession second = signer.succeed(origin, first);
        assertThat(second.next().incarnation()).isEqualTo(2);
        assertThat(second.previousNote()).isEqualTo(first);
        String note = new Checkpoint(second.next().toString(), 7, root(log))
                .sign(new NoteSigner(second.next().toString(),
                        Files.readAllBytes(data.secrets().resolve("checkpoint-" + origin.org() + ".seed"))));

        Files.writeString(memory(), memory);
        CheckpointSigner.Succession third = signer.succeed(second.next(), note);
        assertThat(third.next().incarnation()).isEqualTo(3);
        assertThat(third.previousNote()).isEqualTo(note);

        Files.writeString(memory(), memory);
        String forged = new Checkpoint(second.next().toString(), 7, root(log))
                .sign(new NoteSigner(second.next().toString(), new byte[32]));
        assertThatThrownBy(() -> signer.succeed(second.next(), forged)).isInstanceOfSatisfying(
                CheckpointRefusedException.class, e -> assertThat(e.code()).isEqualTo("CHECKPOINT_ORIGIN_CHANGED"));
    }

    /** A database restored twice shows an incarnation of which nothing was signed. */
    @Test
    void countsIncarnationsOnFromTheOneThatTheDatabaseShows() throws Exception {
        String note = sign(log).note();
        CheckpointSigner.Succession next = signer.succeed(new Origin(origin.deployment(), origin.org(), 3), null);
        assertThat(next.next().incarnation()).isEqualTo(4);
        assertThat(next.previousNote()).isEqualTo(note);
    }

    @Test
    void refusesWhenItsMemoryWasTamperedWith() throws Exception {
        sign(log);
        String whole = Files.readString(memory());
        String link = log.getLast().link().hex();

        for (String damaged : List.of("", "agenthub/signer/v1\n", whole.replace("\n20\n", "\n19\n"),
                whole.replace(link, log.getFirst().link().hex()),
                whole.replaceFirst("\"nodes\":\\[.*]", "\"nodes\":[]"),
                whole.replaceFirst("\\{.*}", "{}"), whole.replaceFirst("\\{.*}", "[]"))) {
            Files.writeString(memory(), damaged);
            assertRefused(log, "CHECKPOINT_MEMORY_DAMAGED");
        }
        Files.writeString(memory(), whole);
        sign(log);
    }

    @Test
    void refusesWhenItsKeyWasReplaced() throws Exception {
        sign(log);
        Files.delete(data.secrets().resolve("checkpoint-" + origin.org() + ".seed"));

        assertRefused(log, "CHECKPOINT_MEMORY_DAMAGED");
    }

    private Path memory() {
        return data.checkpoints().resolve(origin.org() + ".note");
    }

    private CheckpointSigner.Signed sign(List<StoredLog.Entry> entries) {
        return signer.sign(head(entries), stored(entries));
    }

    private CheckpointSigner.Whole whole(List<StoredLog.Entry> entries, long since) {
        return signer.signWhole(head(entries), stored(entries), since);
    }

    private void assertRefused(List<StoredLog.Entry> entries, String code) {
        assertRefused(head(entries), entries, code);
    }

    private void assertRefused(AuditLog.Head head, List<StoredLog.Entry> entries, String code) {
        assertThatThrownBy(() -> signer.sign(head, stored(entries))).isInstanceOfSatisfying(
                CheckpointRefusedException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private void assertWholeRefused(List<StoredLog.Entry> entries, String code) {
        assertThatThrownBy(() -> whole(entries, 0)).isInstanceOfSatisfying(CheckpointRefusedException.class,
                e -> assertThat(e.code()).isEqualTo(code));
    }

    private AuditLog.Head head(List<StoredLog.Entry> entries) {
        return new AuditLog.Head(origin, entries.size(),
                entries.isEmpty() ? Chain.genesis(origin) : entries.getLast().link());
    }

    private static StoredLog stored(List<StoredLog.Entry> entries) {
        return (from, reader) -> entries.subList((int) from, entries.size()).forEach(reader);
    }

    private static Hash root(List<StoredLog.Entry> entries) {
        CompactRange tree = new CompactRange();
        entries.forEach(entry -> tree.append(entry.link()));
        return tree.root();
    }

    private List<StoredLog.Entry> log(String name, int count) {
        List<StoredLog.Entry> entries = new ArrayList<>();
        Hash link = Chain.genesis(origin);
        for (int seq = 0; seq < count; seq++) {
            byte[] event = (name + seq).getBytes(StandardCharsets.UTF_8);
            link = Chain.link(seq, link, Chain.event(event));
            entries.add(new StoredLog.Entry(event, link));
        }
        return entries;
    }
}
