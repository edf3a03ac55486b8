package dev.agenthub.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.evidence.chain.Origin;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.merkle.CompactRange;
import dev.agenthub.evidence.note.Checkpoint;
import dev.agenthub.server.DataFolder;
import dev.agenthub.server.Ids;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointSignerTest {
    private final Origin origin = new Origin("test", Ids.next(), 1);
    private final List<Hash> log = links("a", 20);
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
        log.subList(0, 5).forEach(tree::append);
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
    void refusesALogWhosePastIsAnother() {
        sign(log.subList(0, 9));

        for (int changed = 0; changed < 9; changed++) {
            List<Hash> forked = new ArrayList<>(log);
            forked.set(changed, Hash.sha256(new byte[]{1}));
            assertRefused(forked, "CHECKPOINT_FORKED");
        }
        assertRefused(links("b", 9), "CHECKPOINT_FORKED");
        List<Hash> swapped = new ArrayList<>(log);
        swapped.set(3, log.get(4));
        swapped.set(4, log.get(3));
        assertRefused(swapped, "CHECKPOINT_FORKED");
    }

    @Test
    void refusesALogThatShowsLessThanItCounts() {
        assertThatThrownBy(() -> signer.sign(new AuditLog.Head(origin, 21, log.getLast()), log.iterator()))
                .isInstanceOfSatisfying(CheckpointRefusedException.class,
                        e -> assertThat(e.code()).isEqualTo("CHECKPOINT_LINKS_MISSING"));
    }

    @Test
    void refusesALogThatDoesNotEndAtItsHead() {
        assertThatThrownBy(() -> signer.sign(new AuditLog.Head(origin, 20, log.getFirst()), log.iterator()))
                .isInstanceOfSatisfying(CheckpointRefusedException.class,
                        e -> assertThat(e.code()).isEqualTo("CHECKPOINT_LINKS_MISSING"));
    }

    @Test
    void refusesALogThatCallsItselfAnother() {
        sign(log);

        assertThatThrownBy(() -> signer.sign(
                new AuditLog.Head(new Origin("test", origin.org(), 2), 20, log.getLast()), log.iterator()))
                .isInstanceOfSatisfying(CheckpointRefusedException.class,
                        e -> assertThat(e.code()).isEqualTo("CHECKPOINT_ORIGIN_CHANGED"));
    }

    @Test
    void refusesWhenItsMemoryWasTamperedWith() throws Exception {
        sign(log);
        Path memory = data.checkpoints().resolve(origin.org() + ".note");
        Files.writeString(memory, Files.readString(memory).replace("\n20\n", "\n19\n"));

        assertRefused(log, "CHECKPOINT_MEMORY_DAMAGED");
        Files.writeString(memory, "");
        assertRefused(log, "CHECKPOINT_MEMORY_DAMAGED");
    }

    @Test
    void refusesWhenItsKeyWasReplaced() throws Exception {
        sign(log);
        Files.delete(data.secrets().resolve("checkpoint-" + origin.org() + ".seed"));

        assertRefused(log, "CHECKPOINT_MEMORY_DAMAGED");
    }

    private CheckpointSigner.Signed sign(List<Hash> links) {
        return signer.sign(head(links), links.iterator());
    }

    private void assertRefused(List<Hash> links, String code) {
        assertThatThrownBy(() -> sign(links)).isInstanceOfSatisfying(CheckpointRefusedException.class,
                e -> assertThat(e.code()).isEqualTo(code));
    }

    private AuditLog.Head head(List<Hash> links) {
        return new AuditLog.Head(origin, links.size(), links.isEmpty() ? Hash.sha256() : links.getLast());
    }

    private static List<Hash> links(String name, int count) {
        return IntStream.range(0, count).mapToObj(i -> Hash.sha256((name + i).getBytes(StandardCharsets.UTF_8)))
                .toList();
    }
}
