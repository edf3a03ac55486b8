package dev.agenthub.db.postgres;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who but this process's user may change files. Root may always, so that root's are as good as ours. On Windows only owners are looked at:
 * its folders pass on to what is made in them who may write there.
 */
final class WriteAccess {
    private static final Set<PosixFilePermission> OF_OTHERS = Set.of(PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_WRITE);
    private static final int STICKY = 01000;
    private static final int MOST_LINKS = 40;

    private final UserPrincipal we;

    private WriteAccess(UserPrincipal we) {
        this.we = we;
    }

    /** By the owner of what we make: names and environment may say anything. */
    static WriteAccess ofThisProcess() throws IOException {
        Path probe = Files.createTempFile("agenthub-owner-", ".tmp");
        try {
            return new WriteAccess(Files.getOwner(probe));
        } finally {
            Files.delete(probe);
        }
    }

    /**
     * Follows a path to where it leads, folder by folder and link by link, as far as it exists.
     *
     * @param from a folder above that counts as ours; all of the path is looked at where it is not below
     * @return what another user may change on the way, in words
     */
    Optional<String> flawOnTheWay(Path from, Path path) throws IOException {
        Path here = path.startsWith(from) ? from : path.getRoot();
        Deque<Path> ahead = new ArrayDeque<>();
        push(ahead, here.relativize(path));
        int links = 0;
        Optional<String> flaw = flaw(here, true);
        while (flaw.isEmpty() && !ahead.isEmpty()) {
            Path name = ahead.pop();
            // What stands here is a folder and no link, so that this is its real parent.
            Path next = here.resolve(name).normalize();
            if (!Files.exists(next, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.empty();
            }
            flaw = flaw(next, true);
            if (!Files.isSymbolicLink(next)) {
                here = next;
            } else if (++links > MOST_LINKS) {
                throw new FileSystemLoopException(path.toString());
            } else {
                Path target = Files.readSymbolicLink(next);
                here = target.isAbsolute() ? target.getRoot() : here;
                push(ahead, target.isAbsolute() ? here.relativize(target) : target);
            }
        }
        return flaw;
    }

    private static void push(Deque<Path> ahead, Path names) {
        Deque<Path> reversed = new ArrayDeque<>();
        names.forEach(reversed::push);
        reversed.forEach(ahead::push);
    }

    /** What in a tree another user made or may change, in words. */
    Optional<String> flawIn(Path tree) throws IOException {
        try (Stream<Path> walk = Files.walk(tree)) {
            for (Iterator<Path> paths = walk.iterator(); paths.hasNext();) {
                Optional<String> flaw = flaw(paths.next(), false);
                if (flaw.isPresent()) {
                    return flaw;
                }
            }
        }
        return Optional.empty();
    }

    boolean isOurs(Path path) throws IOException {
        UserPrincipal owner = Files.getOwner(path, LinkOption.NOFOLLOW_LINKS);
        return owner.equals(we) || (isPosix(path)
                && Integer.valueOf(0).equals(Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS)));
    }

    /** Takes from others what they may write in a folder of ours. */
    void keepOthersOut(Path folder) throws IOException {
        if (isPosix(folder)) {
            PosixFileAttributes attributes = Files.readAttributes(folder, PosixFileAttributes.class);
            Set<PosixFilePermission> narrowed = EnumSet.copyOf(attributes.permissions());
            if (attributes.owner().equals(we) && narrowed.removeAll(OF_OTHERS)) {
                Files.setPosixFilePermissions(folder, narrowed);
            }
        }
    }

    /** @param passage whether others may write beside what is ours, where they can neither rename nor remove that */
    private Optional<String> flaw(Path path, boolean passage) throws IOException {
        if (!isOurs(path)) {
            return Optional.of(path + " belongs to " + Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName());
        }
        if (!isPosix(path) || Files.isSymbolicLink(path)) {
            return Optional.empty();
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
        boolean open = OF_OTHERS.stream().anyMatch(permissions::contains);
        return open && !(passage && isSticky(path))
                ? Optional.of("others may write to " + path)
                : Optional.empty();
    }

    private static boolean isSticky(Path path) throws IOException {
        return ((Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & STICKY) != 0;
    }

    private static boolean isPosix(Path path) {
        return Files.getFileAttributeView(path, PosixFileAttributeView.class) != null;
    }
}
