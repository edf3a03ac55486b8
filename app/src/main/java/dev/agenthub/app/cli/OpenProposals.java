package dev.agenthub.app.cli;

import dev.agenthub.api.RequestState;
import dev.agenthub.app.client.BackendException;
import dev.agenthub.app.client.ChangeOutcome;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.platform.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.nio.charset.StandardCharsets;

/**
 * What setup proposed and others have not approved yet, noted beside the person's keys: a later run goes on from there and proposes nothing twice.
 */
final class OpenProposals {
    private static final int NOT_FOUND = 404;

    private final Path folder;
    private final Session session;
    private final SetupAnswers answers;

    OpenProposals(Path folder, Session session, SetupAnswers answers) {
        this.folder = folder;
        this.session = session;
        this.answers = answers;
    }

    /**
     * The step's change where it has come so far: a change that hands out a secret stays approved until that is collected, any other is executed.
     *
     * @return empty where none was proposed, or where it has ended otherwise
     * @throws CommandFailure PROPOSED where it still waits
     */
    Optional<UUID> reached(String step, RequestState wanted) {
        Optional<UUID> noted = noted(step);
        if (noted.isEmpty()) {
            return noted;
        }
        Optional<RequestState> state = state(noted.get());
        if (state.filter(wanted::equals).isPresent()) {
            return noted;
        }
        if (state.filter(RequestState::open).isPresent()) {
            throw waits(step, noted.get());
        }
        answers.say("The proposal of the " + step + " is over: "
                + state.map(RequestState::toString).orElse("there is no such request") + ".");
        forget(step);
        return Optional.empty();
    }

    /**
     * What was done; a proposal is noted.
     *
     * @throws CommandFailure PROPOSED
     */
    <T, R> R done(String step, ChangeOutcome<T> outcome, Function<T, R> result) {
        return switch (outcome) {
            case ChangeOutcome.Done<T>(T made) -> result.apply(made);
            case ChangeOutcome.Proposed<T>(var change) -> {
                write(step, change.request());
                throw waits(step, change.request());
            }
        };
    }

    void forget(String step) {
        try {
            Files.deleteIfExists(file(step));
        } catch (IOException e) {
            throw Output.unwritable(file(step), e);
        }
    }

    private static CommandFailure waits(String step, UUID request) {
        return CommandFailure.proposed("The " + step + " is proposed as request " + request
                + ": others must approve it first. Run the same again once they have.");
    }

    private Optional<RequestState> state(UUID request) {
        try {
            return Optional.of(session.client().request(request).summary().state());
        } catch (BackendException e) {
            if (e.status() == NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Optional<UUID> noted(String step) {
        if (!Files.exists(file(step))) {
            return Optional.empty();
        }
        try {
            return Optional.of(UUID.fromString(Files.readString(file(step)).strip()));
        } catch (IOException e) {
            throw Input.unreadable(file(step), e);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.notDone("NOTE_UNREADABLE", file(step)
                    + " does not hold the id of a request: remove it, and the " + step + " is proposed again.");
        }
    }

    private void write(String step, UUID request) {
        try {
            PrivateFiles.write(file(step), (request + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw Output.unwritable(file(step), e);
        }
    }

    private Path file(String step) {
        return folder.resolve("setup-" + step + ".request");
    }
}
