package dev.agenthub.app.ui.delegations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.Delegation;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.Member;
import dev.agenthub.api.Role;
import dev.agenthub.app.client.ClockDifference;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.testing.ImmediateTasks;
import dev.agenthub.app.testing.RealBackend;
import dev.agenthub.app.testing.TestServices;
import dev.agenthub.app.testing.Window;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import javafx.scene.control.ComboBox;
import javafx.scene.control.DatePicker;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;

/** The delegations screen as an approver uses it, with a real backend and PostgreSQL. */
final class DelegationsWindowTest {
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    private final ImmediateTasks tasks = new ImmediateTasks();
    private RealBackend backend;
    private Session dan;

    @TempDir
    private Path folder;

    @BeforeEach
    void open() {
        backend = new RealBackend(folder.resolve("data"));
        backend.join("Noa Berg", Role.AUDITOR);
        dan = backend.join("Dan Osei", Role.APPROVER);
    }

    @AfterEach
    void close() {
        backend.close();
    }

    private DelegationsViewModel model(Session member) {
        DelegationsViewModel model = new DelegationsViewModel(member, tasks, InstantSource.system(), ZONE);
        model.load();
        return model;
    }

    private static Member candidate(DelegationsViewModel model, String name) {
        return model.candidates().stream().filter(member -> member.name().equals(name)).findFirst().orElseThrow();
    }

    private List<Delegation> delegations() {
        return backend.owner().client().delegations();
    }

    private static LocalDate today() {
        return LocalDate.now(ZONE);
    }

    @Test
    void signsWholeDaysOfTheMembersZoneAndEndsThem() {
        DelegationsViewModel model = model(dan);
        assertThat(model.candidates()).extracting(Member::name).as("who approves, but not oneself")
                .containsExactly("Ada Lind");
        model.delegate();
        assertThat(model.failure().get()).isEqualTo("Choose who decides for you.");
        model.chosen().set(candidate(model, "Ada Lind"));
        model.delegate();
        assertThat(model.failure().get()).isEqualTo("Choose the last day.");
        model.firstDay().set(today().plusDays(3));
        model.lastDay().set(today().plusDays(2));
        model.delegate();
        assertThat(model.failure().get()).isEqualTo("The last day is before the first.");
        model.firstDay().set(today().minusDays(1));
        model.delegate();
        assertThat(model.failure().get()).isEqualTo("The first day is over.");
        assertThat(model.meaning().get()).isEmpty();
        assertThat(delegations()).isEmpty();

        model.firstDay().set(today().plusDays(1));
        assertThat(model.meaning().get()).startsWith("Ada Lind decides for you from ").contains(" until the end of ");
        model.delegate();
        assertThat(model.failure().get()).isEmpty();
        assertThat(delegations()).singleElement().satisfies(made -> {
            assertThat(made.startsAt()).isEqualTo(today().plusDays(1).atStartOfDay(ZONE).toInstant());
            assertThat(made.endsAt()).isEqualTo(today().plusDays(3).atStartOfDay(ZONE).toInstant());
        });
        assertThat(model.chosen().get()).as("the form is empty again").isNull();

        Delegation made = model.standing().getFirst();
        DelegationsViewModel owners = model(backend.owner());
        assertThat(owners.mayEnd(made)).isTrue();
        owners.end(made);
        assertThat(owners.standing()).isEmpty();
        assertThat(delegations()).singleElement().extracting(Delegation::endedAt).isNotNull();
    }

    @Test
    void saysWhyTheBackendRefusesAndKeepsWhatWasWritten() {
        DelegationsViewModel model = model(dan);
        Member ada = candidate(model, "Ada Lind");
        for (int i = 0; i < 2; i++) {
            model.chosen().set(ada);
            model.lastDay().set(today());
            model.reason().set("Holiday");
            model.delegate();
        }
        assertThat(model.failure().get()).contains(ErrorCode.DELEGATION_OVERLAPS.name());
        assertThat(model.reason().get()).isEqualTo("Holiday");
        assertThat(model.busy().get()).isFalse();
        assertThat(delegations()).singleElement().extracting(one -> one.inForce(Instant.now())).isEqualTo(true);
    }

    @Test
    void signsNothingWhereTheClockIsOff() {
        DelegationsViewModel model = new DelegationsViewModel(dan, tasks,
                () -> Instant.now().minus(Duration.ofMinutes(7)), ZONE);
        model.load();
        model.chosen().set(candidate(model, "Ada Lind"));
        model.lastDay().set(today().plusDays(1));
        model.reason().set("Holiday");
        model.delegate();
        assertThat(model.failure().get()).contains("7 minutes behind the server’s", ClockDifference.CODE);
        assertThat(model.reason().get()).isEqualTo("Holiday");
        assertThat(delegations()).isEmpty();
    }

    @Test
    void isSignedAndEndedInTheWindow() throws Exception {
        Window window = new Window();
        FxRobot robot = new FxRobot();
        try {
            DelegationsScreen screen = window
                    .onWindow(() -> new DelegationsScreen(dan, TestServices.of(tasks, folder)));
            window.show(screen.root());
            window.onWindow(() -> {
                screen.shown();
                return true;
            });
            assertThat(window.shows("delegations-none")).isTrue();
            window.picture("60-delegations-empty");
            window.onWindow(() -> {
                choose(window, 0);
                return true;
            });
            window.onWindow(() -> {
                ((DatePicker) window.node("delegate-last")).setValue(LocalDate.now(ZoneOffset.UTC).plusDays(5));
                return true;
            });
            window.type("delegate-reason", "Holiday in the hills");
            assertThat(window.text("delegate-meaning")).startsWith("Ada Lind decides for you from now on until");
            window.frame();
            window.picture("61-delegations-form");
            window.click("delegate-submit");
            window.frame();
            Delegation made = delegations().getFirst();
            assertThat(Duration.between(made.startsAt(), Instant.now())).isLessThan(Duration.ofMinutes(1));
            String end = "delegation-end-" + made.id();
            window.awaitShown(end);
            window.resize(1000, 700);
            window.picture("62-delegations-1000x700");
            window.onWindow(() -> {
                window.node(end).requestFocus();
                return true;
            });
            robot.press(KeyCode.SPACE).release(KeyCode.SPACE);
            window.awaitShown("delegations-none");
            assertThat(delegations().getFirst().endedAt()).isNotNull();
        } finally {
            window.close();
        }
    }

    @SuppressWarnings("unchecked")
    private static void choose(Window window, int index) {
        ComboBox<Member> who = (ComboBox<Member>) Objects.requireNonNull(window.node("delegate-who"));
        who.getSelectionModel().select(index);
    }
}
