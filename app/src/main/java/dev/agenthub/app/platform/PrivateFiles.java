package dev.agenthub.app.platform;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;

/** Writes files and creates folders that only their owner can open. */
public final class PrivateFiles {
    private PrivateFiles() {}

    /** Creates {@code folder} and missing parents; existing folders are left unchanged. */
    public static void folder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
            // An account that could write to the parent could replace this folder by another one.
            folder(parent);
        }
        try {
            Files.createDirectory(folder, posix(folder, "rwx------"));
        } catch (FileAlreadyExistsException e) {
            if (Files.isDirectory(folder)) {
                return;
            }
            throw e;
        }
        restrictByAcl(folder);
    }

    /**
     * Replaces {@code file}'s content atomically: after a crash or a loss of power the file has
     * the old or the new content. When this returns, content and directory entry are on the disk.
     */
    public static void write(Path file, byte[] content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(file + " is not a file");
        }
        Path part = Files.createTempFile(folder, ".", ".part", posix(file, "rw-------"));
        try {
            restrictByAcl(part);
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                Channels.newOutputStream(channel).write(content);
                channel.force(true);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
        if (Files.getFileAttributeView(folder, PosixFileAttributeView.class) != null) {
            // Windows neither needs nor permits syncing a folder.
            try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
                names.force(true);
            }
        }
    }

    private static FileAttribute<?>[] posix(Path near, String permissions) throws IOException {
        Path existing = near.toAbsolutePath().getParent();
        if (existing != null && Files.getFileAttributeView(existing, PosixFileAttributeView.class) != null) {
            return new FileAttribute<?>[]{
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))};
        }
        return new FileAttribute<?>[0];
    }

    /** Windows has no permission bits: the access control list has one entry, for the owner. */
    private static void restrictByAcl(Path file) throws IOException {
        AclFileAttributeView view = Files.getFileAttributeView(file, AclFileAttributeView.class,
                LinkOption.NOFOLLOW_LINKS);
        if (view != null) {
            view.setAcl(List.of(AclEntry.newBuilder().setType(AclEntryType.ALLOW).setPrincipal(view.getOwner())
                    .setPermissions(EnumSet.allOf(AclEntryPermission.class)).build()));
        }
    }
}
