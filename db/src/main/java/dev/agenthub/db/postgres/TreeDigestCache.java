package dev.agenthub.db.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A cache of digests of folder trees; a digest is computed again if a file of the tree has changed since. Thread-safe.
 *
 * <p>A change is recognized by the file's ctime, which only root can set. A tree changed very recently is not cached, since it could change
 * again within one tick of the file system's clock.
 */
final class TreeDigestCache {
    private static final Duration TICK = Duration.ofSeconds(2);

    private final Map<Path, Known> known = new ConcurrentHashMap<>();

    private record Known(Map<Path, Status> statuses, TreeDigest digest) {}

    private record Status(Object file, long size, Instant changed) {
        static Status of(Path path) throws IOException {
            BasicFileAttributes read = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            FileTime changed = (FileTime) Files.getAttribute(path, "unix:ctime", LinkOption.NOFOLLOW_LINKS);
            return new Status(read.fileKey(), read.size(), changed.toInstant());
        }
    }

    TreeDigest digest(Path root) throws IOException {
        Instant now = Instant.now();
        Optional<Map<Path, Status>> statuses = statuses(root);
        Known before = known.get(root);
        if (before != null && statuses.isPresent() && before.statuses.equals(statuses.get())) {
            return before.digest;
        }
        TreeDigest digest = TreeDigest.of(root);
        if (statuses.isPresent() && statuses.get().values().stream()
                .allMatch(status -> status.changed.isBefore(now.minus(TICK)))) {
            known.put(root, new Known(statuses.get(), digest));
        }
        return digest;
    }

    /** Empty where the file system does not say when a file's status changed. */
    private static Optional<Map<Path, Status>> statuses(Path root) throws IOException {
        if (!root.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return Optional.empty();
        }
        Map<Path, Status> statuses = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(root)) {
            for (Iterator<Path> paths = walk.iterator(); paths.hasNext();) {
                Path path = paths.next();
                statuses.put(path, Status.of(path));
            }
        }
        return Optional.of(statuses);
    }
}
