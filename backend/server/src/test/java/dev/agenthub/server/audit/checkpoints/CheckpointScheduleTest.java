package dev.agenthub.server.audit.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.api.CheckpointRefusal;
import dev.agenthub.api.ExportRequest;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.server.TestDatabase;
import dev.agenthub.server.audit.AuditLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CheckpointScheduleTest extends CheckpointedLog {
    private static final Duration INTERVAL = Duration.ofMinutes(5);
    private static final int ENTRIES = 10;

    private Checkpoints checkpoints;
    private CheckpointSchedule schedule;

    @BeforeEach
    void open() {
        checkpoints = checkpoints();
        schedule = new CheckpointSchedule(transactions, log, checkpoints, clock, INTERVAL, ENTRIES);
    }

    @Test
    void signsNothingForAnEmptyLog() {
        later(INTERVAL.multipliedBy(3));

        assertThat(types()).isEmpty();
    }

    @Test
    void leavesNoEntryWithoutACheckpointForLongerThanTheInterval() {
        append(1);
        later(Duration.ofMinutes(4));
        append(1);
        later(Duration.ofSeconds(59));
        assertThat(types()).containsExactly("test", "test");

        later(Duration.ofSeconds(1));

        assertThat(types()).containsExactly("test", "test", "checkpoint.published");
    }

    @Test
    void comesToRestWhereNothingHappensButItsOwnCheckpoint() {
        append(1);
        for (int i = 0; i < 5; i++) {
            later(INTERVAL);
        }

        assertThat(types()).containsExactly("test", "checkpoint.published");
    }

    @Test
    void signsAtOnceWhereManyEntriesAreNew() {
        append(ENTRIES - 1);
        later(Duration.ofSeconds(1));
        assertThat(types()).hasSize(ENTRIES - 1);

        append(1);
        later(Duration.ofSeconds(1));

        assertThat(types()).hasSize(ENTRIES + 1).endsWith("checkpoint.published");
    }

    @Test
    void showsWhyItIsRefusedUntilItIsNotAnyMore() throws Exception {
        append(3);
        later(INTERVAL);
        Path memory = data.checkpoints().resolve(org + ".note");
        String kept = Files.readString(memory);
        Files.writeString(memory, "damaged");

        later(INTERVAL);
        CheckpointRefusal refusal = Objects.requireNonNull(refused());
        assertThat(refusal.code()).isEqualTo("CHECKPOINT_MEMORY_DAMAGED");
        assertThat(refusal.restorable()).isFalse();
        later(INTERVAL);
        assertThat(refused()).as("noticed once").isEqualTo(refusal);

        Files.writeString(memory, kept);
        later(INTERVAL);
        assertThat(refused()).isNull();
    }

    @Test
    void staysRefusedWhereOnlyTheWholeLogShowsThatItWasAltered() throws Exception {
        append(3);
        later(INTERVAL);
        alter(1);
        append(1);
        Exports exports = new Exports(transactions, checkpoints);

        assertThatThrownBy(() -> exports.prepare(OrgContext.system(org), AuditLog.system(), ExportRequest.whole(true)))
                .isInstanceOfSatisfying(CheckpointRefusedException.class,
                        e -> assertThat(e.code()).isEqualTo("CHECKPOINT_FORKED"));
        List<String> types = types();
        later(INTERVAL);

        assertThat(Objects.requireNonNull(refused()).code()).isEqualTo("CHECKPOINT_FORKED");
        assertThat(types()).isEqualTo(types);
    }

    @Test
    void staysRefusedWhereTheWholeLogIsFoundAlteredAfterItsEndWas() throws Exception {
        append(3);
        later(INTERVAL);
        replace(3, "AgentHub", "AgentHuB");
        append(1);
        later(INTERVAL);
        assertThat(Objects.requireNonNull(refused()).code()).isEqualTo("CHECKPOINT_FORKED");

        alter(1);
        Exports exports = new Exports(transactions, checkpoints);
        assertThatThrownBy(() -> exports.prepare(OrgContext.system(org), AuditLog.system(), ExportRequest.whole(true)))
                .isInstanceOf(CheckpointRefusedException.class);
        replace(3, "AgentHuB", "AgentHub");
        later(INTERVAL);
        assertThat(refused()).as("entry 1 is altered still").isNotNull();

        replace(1, "AgentHuB", "AgentHub");
        later(INTERVAL);
        assertThat(refused()).isNull();
    }

    private @Nullable CheckpointRefusal refused() {
        return transactions.call(OrgContext.system(org), handle -> checkpoints.state(handle, log.head(handle)))
                .refused();
    }

    private void later(Duration time) {
        clock.advance(time);
        schedule.look(org);
    }

    private void alter(long seq) throws Exception {
        replace(seq, "AgentHub", "AgentHuB");
    }

    private void replace(long seq, String word, String by) throws Exception {
        TestDatabase.tamper("update audit.event set event = convert_to(replace(convert_from(event, 'UTF8'), '" + word
                + "', '" + by + "'), 'UTF8') where org_id = '" + org + "' and seq = " + seq);
    }

    private List<String> types() {
        return transactions.call(OrgContext.system(org), handle -> log.newest(handle, null, 200)).items().reversed()
                .stream().map(entry -> AuditEvent.parse(entry.eventBytes()).type()).toList();
    }
}
