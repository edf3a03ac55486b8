package dev.agenthub.server.interleavings;

import dev.agenthub.server.TestMember;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** A member, with their original groups and their devices. Thread-safe. */
record MemberActor(String name, UUID id, List<String> groups, List<Device> devices) {

    MemberActor(String name, UUID id, List<String> groups) {
        this(name, id, groups, new CopyOnWriteArrayList<>());
    }

    /** A further device, not signed in yet. */
    synchronized Device add(TestMember member) {
        Device device = new Device(this, member, devices.size() + 1);
        devices.add(device);
        return device;
    }

    @Override
    public String toString() {
        return name;
    }
}
