package dev.agenthub.app.platform;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;

/** Creates folders that only their owner can open. */
public final class PrivateFolders {
    private PrivateFolders() {}

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
            Files.createDirectory(folder, permissions(folder));
        } catch (FileAlreadyExistsException e) {
            if (Files.isDirectory(folder)) {
                return;
            }
            throw e;
        }
        restrictByAcl(folder);
    }

    private static FileAttribute<?>[] permissions(Path folder) throws IOException {
        Path existing = folder.toAbsolutePath().getParent();
        return existing != null && Files.getFileAttributeView(existing, PosixFileAttributeView.class) != null
                ? new FileAttribute<?>[]{
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))}
                : new FileAttribute<?>[0];
    }

    /** Windows has no permission bits: the access control list has one entry, for the owner. */
    private static void restrictByAcl(Path folder) throws IOException {
        AclFileAttributeView view = Files.getFileAttributeView(folder, AclFileAttributeView.class,
                LinkOption.NOFOLLOW_LINKS);
        if (view != null) {
            view.setAcl(List.of(AclEntry.newBuilder().setType(AclEntryType.ALLOW).setPrincipal(view.getOwner())
                    .setPermissions(EnumSet.allOf(AclEntryPermission.class)).build()));
        }
    }
}
