//! Where the file of an SQLite database lies.

use std::path::Path;

use rustix::fs::{statfs, statvfs};

use super::finding::{Finding, Status};

const NAME: &str = "database";
const MIB: u64 = 1024 * 1024;
/// Less than this and it is time to look.
const LITTLE: u64 = 512 * MIB;
/// Less than this and writes fail soon, if they do not yet.
const NOTHING: u64 = 16 * MIB;

/// File systems that are somebody else's, by the numbers of statfs(2). Locks there cannot be relied
/// on, and write-ahead logging shares memory between processes, which no network can.
const NETWORKS: [(i64, &str); 6] = [
    (0x6969, "NFS"),
    (0x517b, "SMB"),
    (0xff53_4d42, "CIFS"),
    (0xfe53_4d42, "SMB"),
    (0x00c3_6400, "Ceph"),
    (0x0102_1997, "9P"),
];

/// What is wrong with the place.
pub(super) fn faults(file: &Path) -> Vec<Finding> {
    let mut faults = Vec::new();
    if let Ok(system) = statfs(file)
        && let Some(network) = network(system.f_type)
    {
        let detail = format!("the file is on {network}: SQLite wants a disk of this machine");
        faults.push(Finding::warning(NAME, detail));
    }
    if let Ok(system) = statvfs(file) {
        let free = system.f_bavail.saturating_mul(system.f_frsize);
        faults.extend(space(free).map(|status| {
            let detail = format!("{} MiB are free on the disk of the file", free / MIB);
            Finding::new(status, NAME, detail)
        }));
    }
    faults
}

fn network(kind: i64) -> Option<&'static str> {
    NETWORKS.iter().find(|(number, _)| *number == kind).map(|(_, name)| *name)
}

fn space(free: u64) -> Option<Status> {
    match free {
        ..NOTHING => Some(Status::Error),
        NOTHING..LITTLE => Some(Status::Warning),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn little_space_is_told_before_it_is_gone() {
        assert_eq!(space(LITTLE), None);
        assert_eq!(space(LITTLE - 1), Some(Status::Warning));
        assert_eq!(space(NOTHING - 1), Some(Status::Error));
        assert_eq!(space(0), Some(Status::Error));
    }

    #[test]
    fn a_file_system_is_known_by_its_number() {
        assert_eq!(network(0x6969), Some("NFS"));
        // ext4, tmpfs
        assert_eq!(network(0xef53), None);
        assert_eq!(network(0x0102_1994), None);
    }
}
