package dev.agenthub.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.Role;
import dev.agenthub.app.testing.RealBackend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code agenthub delegations} and {@code agenthub requests edit}, by an approver of a running backend. */
class DelegationsCommandTest {
    private RealBackend backend;
    private JoinedMember dan;

    @TempDir
    private Path folder;

    @BeforeEach
    void open() {
        backend = new RealBackend(folder.resolve("own"));
        dan = JoinedMember.of(backend, folder, "Dan Osei", Role.APPROVER);
    }

    @AfterEach
    void close() {
        backend.close();
    }

    @Test
    void letsAnotherDecideAndEndsIt() throws Exception {
        String until = LocalDate.now(ZoneId.systemDefault()).plusDays(8).toString();

        CommandRun made = dan.run("delegations", "create", "--to", "Ada Lind", "--until", until, "--reason",
                "At sea\u001B[2J");
        assertThat(made.exitCode()).as(made.err()).isZero();
        assertThat(made.out()).contains("Ada Lind decides for Dan Osei", ": At sea‹U+001B›[2J")
                .doesNotContain("\u001B");
        assertThat(dan.run("delegations", "create", "--to", "Ada Lind", "--until", until).err())
                .contains("[DELEGATION_OVERLAPS]");

        String id = made.out().substring(0, 36);
        assertThat(dan.run("delegations", "list").out()).isEqualTo(made.out());
        assertThat(dan.run("delegations", "end", id).out()).isEqualTo("Ended " + id + ".\n");
        assertThat(dan.run("delegations", "list").out()).isEmpty();
        assertThat(dan.run("delegations", "list", "--all").out()).contains(id, ", ended 20");
    }

    @Test
    void saysWhatItDoesNotUnderstand() throws Exception {
        assertThat(dan.run("delegations", "create", "--to", "Nobody", "--until", "2999-01-01").err())
                .contains("[MEMBER_UNKNOWN]");
        CommandRun day = dan.run("delegations", "create", "--to", "Ada Lind", "--until", "tomorrow");
        assertThat(day.exitCode()).isEqualTo(2);
        assertThat(day.err()).contains("--until must be a day such as 2026-12-05");
    }

    @Test
    void putsARequestWithOtherArgumentsInPlaceOfOneThatWaits() throws Exception {
        UUID old = backend.submitTicket("Zip torn");
        Path arguments = folder.resolve("arguments.json");
        Files.writeString(arguments, """
                {"customer":"cus_4Hs8LwPz0RkVtd","priority":"high","subject":"Zip torn","description":"Order two."}
                """);

        CommandRun edited = dan.run("requests", "edit", old.toString(), "--arguments", arguments.toString(), "--reason",
                "Two are broken");
        assertThat(edited.exitCode()).as(edited.err()).isZero();

        RequestDetail before = backend.owner().client().request(old);
        assertThat(edited.out()).contains(Objects.requireNonNull(before.replacedBy()) + "  pending");
        assertThat(dan.run("requests", "show", edited.out().substring(0, 36)).out())
                .contains("edited by Dan Osei, from " + old + ": Two are broken");
        assertThat(dan.run("requests", "show", old.toString()).out()).contains("replaced by " + before.replacedBy());
        Files.writeString(arguments, "[]");
        assertThat(
                dan.run("requests", "edit", old.toString(), "--arguments", arguments.toString(), "--reason", "x").err())
                .contains("[ARGUMENTS_INVALID]");
    }
}
