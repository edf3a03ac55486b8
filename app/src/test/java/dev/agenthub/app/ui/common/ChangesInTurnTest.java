package dev.agenthub.app.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.testing.ImmediateTasks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.junit.jupiter.api.Test;

class ChangesInTurnTest {
    private final ImmediateTasks tasks = new ImmediateTasks();
    private final ObjectProperty<String> value = new SimpleObjectProperty<>("");
    private final List<String> said = new ArrayList<>();
    private final ChangesInTurn<String> changes = new ChangesInTurn<>(tasks, value,
            why -> said.add("failed with " + value.get()));

    private void ask(String letter) {
        changes.ask(before -> before + letter, () -> said.add(value.get()));
    }

    @Test
    void beginsEachWithWhatTheOneBeforeLeft() {
        tasks.hold();
        ask("a");
        ask("b");
        assertThat(tasks.waiting()).isOne();
        assertThat(value.get()).isEmpty();

        tasks.releaseOne();
        assertThat(value.get()).isEqualTo("a");
        tasks.releaseOne();
        assertThat(value.get()).isEqualTo("ab");
        assertThat(said).containsExactly("a", "ab");
        assertThat(tasks.waiting()).isZero();
    }

    @Test
    void goesOnAfterOneThatFailed() {
        tasks.hold();
        ask("a");
        changes.ask(_ -> {
            throw new IOException("no such file");
        }, () -> said.add("never"));
        ask("b");
        tasks.releaseOne();
        tasks.releaseOne();
        tasks.releaseOne();
        assertThat(value.get()).isEqualTo("ab");
        assertThat(said).containsExactly("a", "failed with a", "ab");
    }
}
