package dev.agenthub.db.postgres;

import dev.agenthub.db.failure.StartupException;
import dev.agenthub.files.DataFolderCodes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The user that runs PostgreSQL's programs: the current user or, if that is root, which PostgreSQL refuses, an unprivileged one by one of
 * the {@link Way}s. Only what PostgreSQL must own is given to that user.
 */
final class ProgramUser {
    /** Names the only way to try, for tests and for systems on which the first one that works is not wanted. */
    static final String WAY_PROPERTY = "agenthub.database.way";

    private static final List<String> ACCOUNTS = List.of("postgres", "nobody");

    private final Commands commands;
    private final List<String> prefix;
    private final @Nullable Account account;

    private ProgramUser(Commands commands, List<String> prefix, @Nullable Account account) {
        this.commands = commands;
        this.prefix = prefix;
        this.account = account;
    }

    /** In the order in which they are tried. */
    enum Way {
        /** A user namespace without any mapping: nobody to itself, while its files stay root's. */
        NAMESPACE,
        /** An unprivileged account, by util-linux's program for it. */
        SETPRIV,
        /** The same by a program that asks the system's login configuration. */
        RUNUSER
    }

    /** An account of the system; root's is the one that owns the files of a user namespace. */
    private record Account(String name, int uid, int gid) {
        private static final Account ROOT = new Account("root", 0, 0);
    }

    /** @throws StartupException DATABASE_USER_UNSUITABLE where we are root and no way works */
    static ProgramUser choose(Commands commands) throws IOException {
        if (!isRoot(commands.folder())) {
            return new ProgramUser(commands, List.of(), null);
        }
        String only = System.getProperty(WAY_PROPERTY);
        List<String> failures = new ArrayList<>();
        for (Way way : only == null ? Way.values() : new Way[]{Way.valueOf(only)}) {
            for (ProgramUser candidate : candidates(way, commands)) {
                Commands.Result attempt = commands.run(candidate.command(List.of("true")));
                if (attempt.succeeded()) {
                    return candidate;
                }
                failures.add(candidate.prefix.getFirst() + ": " + attempt.output());
            }
        }
        throw new StartupException("DATABASE_USER_UNSUITABLE",
                "PostgreSQL does not run as root, and this system does not let root leave its rights behind ("
                        + String.join("; ", failures) + "). Start AgentHub as an ordinary user.");
    }

    private static List<ProgramUser> candidates(Way way, Commands commands) throws IOException {
        if (way == Way.NAMESPACE) {
            return List.of(new ProgramUser(commands, List.of("unshare", "--user"), Account.ROOT));
        }
        List<ProgramUser> candidates = new ArrayList<>();
        for (String name : ACCOUNTS) {
            Optional<Account> account = account(commands, name);
            if (account.isPresent()) {
                candidates.add(new ProgramUser(commands, prefix(way, account.get()), account.get()));
            }
        }
        return candidates;
    }

    private static List<String> prefix(Way way, Account account) {
        return way == Way.SETPRIV
                ? List.of("setpriv", "--reuid=" + account.uid(), "--regid=" + account.gid(), "--clear-groups", "--")
                : List.of("runuser", "-u", account.name(), "--");
    }

    private static Optional<Account> account(Commands commands, String name) throws IOException {
        Commands.Result uid = commands.run(List.of("id", "-u", name));
        Commands.Result gid = commands.run(List.of("id", "-g", name));
        if (!uid.succeeded() || !gid.succeeded()) {
            return Optional.empty();
        }
        Account account = new Account(name, Integer.parseUnsignedInt(uid.output()),
                Integer.parseUnsignedInt(gid.output()));
        return Optional.of(account).filter(found -> found.uid() != 0);
    }

    List<String> command(List<String> program) {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(program);
        return whole;
    }

    /**
     * Lets it pass through folders of ours, outer ones first, without being able to list them.
     *
     * @throws StartupException DATABASE_USER_UNSUITABLE where a folder above is in the way: those are not ours to open
     */
    void admit(Path... folders) throws IOException {
        if (account == null || account.equals(Account.ROOT)) {
            return;
        }
        for (Path folder : folders) {
            if (!reaches(folder)) {
                Files.setAttribute(folder, "unix:gid", account.gid());
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x---"));
            }
            Commands.Result entry = enter(folder);
            if (!entry.succeeded()) {
                throw new StartupException("DATABASE_USER_UNSUITABLE",
                        "PostgreSQL does not run as root. As the account " + account.name()
                                + " it cannot reach the data folder, because it may not enter " + entry.output()
                                + ". Choose a data folder elsewhere, let that account enter, or start AgentHub as an"
                                + " ordinary user.");
            }
        }
    }

    /** Whether it may enter the folder, or run the program, and enter all above it. */
    boolean reaches(Path path) throws IOException {
        return account == null || enter(path).succeeded();
    }

    /** Asks the system, which alone knows all its rules; the output names the outermost that may not be entered. */
    private Commands.Result enter(Path path) throws IOException {
        List<String> program = new ArrayList<>(List.of("sh", "-c",
                "for part; do test -x \"$part\" || { printf %s \"$part\"; exit 1; }; done", "sh"));
        Path part = path.getRoot();
        for (Path name : path) {
            part = part.resolve(name);
            program.add(part.toString());
        }
        return commands.run(command(program));
    }

    /** Makes a whole tree its own, where an earlier start worked in another way or a backup was brought back. */
    void own(Path tree) throws IOException {
        if (account == null || owns(tree, account)) {
            return;
        }
        // Unlike a walk of our own, this program cannot be led out of the tree by who owned it until now.
        Commands.Result result = commands
                .run(List.of("chown", "-hR", account.uid() + ":" + account.gid(), tree.toString()));
        if (!result.succeeded()) {
            throw new StartupException(DataFolderCodes.UNUSABLE,
                    "The database in " + tree + " cannot be handed to " + account.name() + ": " + result.output());
        }
    }

    private static boolean owns(Path tree, Account account) throws IOException {
        try (Stream<Path> walk = Files.walk(tree)) {
            for (Path path : (Iterable<Path>) walk::iterator) {
                if (!Integer.valueOf(account.uid())
                        .equals(Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS))) {
                    return false;
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return true;
    }

    private static boolean isRoot(Path folder) throws IOException {
        if (PostgresBinaries.isWindows()) {
            return false;
        }
        Path probe = Files.createTempFile(folder, ".owner-", ".tmp");
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(probe, "unix:uid"));
        } finally {
            Files.delete(probe);
        }
    }
}
