use std::{
    fs::File,
    io::{BufRead, BufReader, ErrorKind, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use tempfile::TempDir;

use crate::Program;

/// A disk of a few MiB in memory. It is mounted where nobody sees it but the processes that are told
/// to look, and is gone with whoever mounted it.
pub struct SmallDisk {
    keeper: Program,
    look: Vec<&'static str>,
    folder: TempDir,
}

impl SmallDisk {
    /// Mounts a disk of so many KiB.
    pub fn of(kib: u32) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        // Who may not mount may often be root in a name space of their own.
        let ways: [(&[&str], &[&str]); 2] = [
            (&["--mount"], &["--mount"]),
            (&["--map-root-user", "--mount"], &["--user", "--preserve-credentials", "--mount"]),
        ];
        for (apart, look) in ways {
            let script = format!(
                "mount -t tmpfs -o size={kib}k,mode=700 tmpfs \"$0\" && echo mounted && exec cat"
            );
            let mut command = Command::new("unshare");
            command.args(apart).args(["sh", "-c", &script]).arg(folder.path());
            let mut keeper = Program::start(command.stdout(Stdio::piped()));
            let mut line = String::new();
            BufReader::new(keeper.output()).read_line(&mut line).expect("text");
            if line.trim() == "mounted" {
                return Self { keeper, look: look.to_vec(), folder };
            }
        }
        panic!("this test mounts a disk, which needs root, or name spaces of users")
    }

    /// The command that runs another one where the disk is seen.
    pub fn beside(&self) -> Command {
        let mut command = Command::new("nsenter");
        command.args(&self.look).arg("--target").arg(self.keeper.id().to_string()).arg("--");
        command
    }

    /// The disk's folder, for those who see it.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// A file of the disk, for this test, which does not see it.
    pub fn file(&self, name: &str) -> PathBuf {
        let path = self.folder.path().strip_prefix("/").expect("an absolute path");
        Path::new(&format!("/proc/{}/root", self.keeper.id())).join(path).join(name)
    }

    /// Writes until nothing more fits.
    pub fn fill(&self) {
        let mut filler = File::options().create(true).append(true).open(self.filler());
        let filler = filler.as_mut().expect("a file");
        for block in [[0; 4096].as_slice(), &[0]] {
            loop {
                match filler.write(block) {
                    Ok(_) => {}
                    Err(error) if error.kind() == ErrorKind::StorageFull => break,
                    Err(error) => panic!("{error}"),
                }
            }
        }
    }

    /// Gives back what was filled.
    pub fn free(&self) {
        std::fs::remove_file(self.filler()).expect("a filler");
    }

    fn filler(&self) -> PathBuf {
        self.file("filler")
    }
}
