package dev.agenthub.app.cli.online;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.Role;
import dev.agenthub.app.cli.CommandFailure;
import dev.agenthub.app.cli.CommandRun;
import dev.agenthub.app.cli.JoinedMember;
import dev.agenthub.app.testing.RealBackend;
import dev.agenthub.app.testing.TestTimeout;
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

/** {@code agenthub delegations} and {@code agenthub requests} as an approver of a running backend. */
class DelegationsCommandTest {
    private RealBackend backend;
    private JoinedMember dan;

    @TempDir
    private Path folder;

    @BeforeEach
    void open() {
        backend = new RealBackend(folder.resolve("own"));
        dan = JoinedMember.of(backend, folder, "Dan Osei", Role.APPROVER, "approvers");
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
    void decidesRequestsWhichThenRunOrEnd() throws Exception {
        UUID wanted = backend.submitTicket("Zip torn");
        UUID unwanted = backend.submitTicket("Zip lost");

        CommandRun approved = dan.run("requests", "approve", wanted.toString(), "--yes", "--payload-hash",
                hash(wanted));
        assertThat(approved.exitCode()).as(approved.err() + approved.out()).isZero();
        assertThat(approved.out()).startsWith("approved  " + wanted).hasLineCount(1);
        CommandRun denied = dan.run("requests", "deny", unwanted.toString(), wanted.toString(), "--reason",
                "It was found", "--yes", "--payload-hash", hash(unwanted) + "," + hash(wanted));
        assertThat(denied.exitCode()).as(denied.err()).isEqualTo(CommandFailure.REJECTED);
        assertThat(denied.out().lines()).satisfiesExactly(
                line -> assertThat(line).startsWith("denied    " + unwanted + "  denied"),
                line -> assertThat(line).startsWith("refused   " + wanted).endsWith("[REQUEST_NOT_PENDING]"));

        TestTimeout.await("the approved request to run").until(() -> backend.owner().client().request(wanted).summary()
                .state() == RequestState.EXECUTED);
        assertThat(backend.owner().client().request(unwanted).votes()).singleElement()
                .satisfies(vote -> assertThat(vote.name() + ": " + vote.reason()).isEqualTo("Dan Osei: It was found"));
    }

    private String hash(UUID request) {
        return backend.owner().client().request(request).summary().payloadHash();
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
